package io.x_k8s.jobset.e2e.operator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the operator.
 *
 * @param method HTTP method
 * @param resource plural of the resource, such as {@code jobs}
 * @param name name of the object; empty for a list or a create
 * @param subresource such as {@code status}; empty for the object itself
 * @param watch whether it is a watch
 * @param userAgent how the operator called itself
 * @param body what was sent; empty for nothing
 */
record ApiRequest(
    String method,
    String resource,
    String name,
    String subresource,
    boolean watch,
    String userAgent,
    String body) {

  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api|apis/[^/]+)/[^/]+(?:/namespaces/[^/]+)?/([^/]+)(?:/([^/]+))?(?:/([^/]+))?");

  static ApiRequest of(String method, String path, String query, String userAgent, String body) {
    Matcher parts = PATH.matcher(path);
    boolean known = parts.matches();
    return new ApiRequest(
        method,
        known ? parts.group(1) : path,
        known && parts.group(2) != null ? parts.group(2) : "",
        known && parts.group(3) != null ? parts.group(3) : "",
        query != null && query.contains("watch=true"),
        userAgent,
        body);
  }

  boolean isCreateOf(String resource) {
    return method.equals("POST") && this.resource.equals(resource);
  }

  boolean isDeleteOf(String resource) {
    return method.equals("DELETE") && this.resource.equals(resource);
  }

  boolean isPatchOf(String resource) {
    return method.equals("PATCH") && this.resource.equals(resource) && subresource.isEmpty();
  }

  boolean isStatusWrite() {
    return method.equals("PUT") && resource.equals("jobsets") && subresource.equals("status");
  }

  boolean isWrite() {
    return !method.equals("GET");
  }

  boolean isOf(String name) {
    return this.name.equals(name) || body.contains("\"name\":\"" + name + "\"");
  }
}
