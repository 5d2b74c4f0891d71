package io.x_k8s.jobset.operator.runtime;

/**
 * The order of resourceVersions of one resource: decimal numbers of any length, as Kubernetes
 * guarantees since 1.35 and has always written them.
 */
final class ResourceVersions {
  /** Older than every object. */
  static final String NONE = "0";

  private ResourceVersions() {}

  /** Compares as {@link java.util.Comparator} does; an unknown version counts as none. */
  static int compare(String left, String right) {
    String a = digits(left);
    String b = digits(right);
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  private static String digits(String version) {
    if (version == null) {
      return "";
    }
    int start = 0;
    while (start < version.length() && version.charAt(start) == '0') {
      start++;
    }
    return version.substring(start);
  }
}
