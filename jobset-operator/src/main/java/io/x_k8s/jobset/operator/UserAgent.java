package io.x_k8s.jobset.operator;

import java.util.Locale;
import java.util.Optional;

/** How the operator calls itself in each request, in the form that the original uses. */
final class UserAgent {
  private static final String UNKNOWN = "unknown";

  private UserAgent() {}

  static String text() {
    Package manifest = UserAgent.class.getPackage();
    String version =
        Optional.ofNullable(manifest.getImplementationVersion())
            .map(text -> text.split("-", 2)[0])
            .orElse(UNKNOWN);
    return "jobset/%s (%s/%s) %s".formatted(version, operatingSystem(), architecture(), UNKNOWN);
  }

  private static String operatingSystem() {
    String name = System.getProperty("os.name", UNKNOWN).toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name.split(" ", 2)[0];
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", UNKNOWN);
    return switch (name) {
      case "aarch64" -> "arm64";
      case "x86_64" -> "amd64";
      default -> name;
    };
  }
}
