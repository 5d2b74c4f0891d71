package io.x_k8s.jobset.operator.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped one was probably meant to be. */
final class Suggestion {
  private static final int FEW_LETTERS = 3;

  private Suggestion() {}

  /** The closest name, if one differs by two letters, by a third of its letters, or by case. */
  static Optional<String> closest(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(typed, name) <= tolerance(name))
        .min(Comparator.comparingInt((String name) -> distance(typed, name)).thenComparing(n -> n));
  }

  private static int tolerance(String name) {
    return name.length() <= FEW_LETTERS ? 1 : Math.max(2, name.length() / 3);
  }

  /** Letters to insert, delete or replace to get from one to the other, case aside. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
