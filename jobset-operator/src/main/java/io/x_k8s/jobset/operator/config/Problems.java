package io.x_k8s.jobset.operator.config;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong, so that the user is told all of it at once. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  void add(String problem) {
    found.add(problem);
  }

  /** In the form of Kubernetes field errors: {@code webhook.port: Invalid value: 70000: why}. */
  void addInvalid(String path, Object value, String why) {
    String shown = value instanceof Number ? value.toString() : "\"" + value + "\"";
    add("%s: Invalid value: %s: %s".formatted(path, shown, why));
  }

  /**
   * @param source what was read, at the start of a sentence: {@code configuration file /etc/x.yaml}
   * @throws ConfigurationException if anything was found
   */
  void throwIfAny(String source) {
    if (found.isEmpty()) {
      return;
    }
    String count = found.size() == 1 ? "" : " (%d problems)".formatted(found.size());
    throw ConfigurationException.configuration(
        "The %s cannot be used%s:\n  %s".formatted(source, count, String.join("\n  ", found)));
  }
}
