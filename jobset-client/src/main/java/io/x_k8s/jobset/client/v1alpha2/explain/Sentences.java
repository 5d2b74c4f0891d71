package io.x_k8s.jobset.client.v1alpha2.explain;

import java.util.List;

/** How the sentences of reasons are put together. */
final class Sentences {

  private static final int NAMED = 3;

  private Sentences() {}

  /** A text that ends as a sentence does, however it came. */
  static String end(String text) {
    var stripped = text.strip();
    return stripped.endsWith(".") || stripped.endsWith("!") || stripped.endsWith("?")
        ? stripped
        : stripped + ".";
  }

  /** Up to three names, and how many more there are. */
  static String names(String kind, List<String> names) {
    if (names.size() == 1) {
      return kind + " " + names.get(0);
    }
    return names.size() <= NAMED
        ? "%ss %s".formatted(kind, String.join(", ", names))
        : "%ss %s and %d more"
            .formatted(kind, String.join(", ", names.subList(0, NAMED)), names.size() - NAMED);
  }

  static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }
}
