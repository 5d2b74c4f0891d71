package io.x_k8s.jobset.client.fake;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Locale;

/** Where the API server has things. */
final class Paths {

  private static final String NAMESPACES = "/namespaces/";

  private Paths() {}

  static String of(HasMetadata object) {
    return collection(object) + "/" + object.getMetadata().getName();
  }

  static String collection(HasMetadata object) {
    var version = object.getApiVersion();
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + NAMESPACES
        + object.getMetadata().getNamespace()
        + "/"
        + HasMetadata.getKind(object.getClass())
            .replace("GenericKubernetesResource", object.getKind())
            .toLowerCase(Locale.ROOT)
        + "s";
  }

  /** Whether there is more than namespace and resource. */
  static boolean isObject(String path) {
    var start = path.indexOf(NAMESPACES);
    return start >= 0 && path.substring(start + NAMESPACES.length()).split("/").length == 3;
  }

  static boolean isGroup(String path) {
    return path.startsWith("/apis/") && path.split("/").length == 3;
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
