package io.x_k8s.jobset.e2e.quickstart;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The kubeconfig file that kubectl would read. */
final class CurrentKubeconfig {

  private static final String VARIABLE = "KUBECONFIG";

  private CurrentKubeconfig() {}

  /**
   * Finds it: what the variable {@code KUBECONFIG} names, else {@code ~/.kube/config}.
   *
   * @throws QuickstartException if there is none, or if it is spread over several files
   */
  static Path find(Map<String, String> environment, Path home) {
    var named = environment.getOrDefault(VARIABLE, "");
    if (named.contains(File.pathSeparator)) {
      throw new QuickstartException(
          "%s names several files, and the operator takes one; make it with: kubectl config view --flatten --minify"
              .formatted(VARIABLE));
    }
    var file = named.isBlank() ? home.resolve(".kube").resolve("config") : Path.of(named);
    if (!Files.isReadable(file)) {
      throw new QuickstartException(
          "--current-context needs a kubeconfig file, and %s is not there; name one with %s, or leave the option out to get a local cluster."
              .formatted(file, VARIABLE));
    }
    return file.toAbsolutePath();
  }
}
