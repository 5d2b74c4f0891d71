package io.x_k8s.jobset.e2e.benchmark;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param name what was measured
 * @param value the result
 * @param unit of the value; {@code "×"} for a ratio
 * @param atMost the target; empty for a line that only informs
 * @param detail the figures that the value comes from
 */
record Row(String name, double value, String unit, OptionalDouble atMost, String detail) {

  static Row target(String name, double value, String unit, double atMost, String detail) {
    return new Row(name, value, unit, OptionalDouble.of(atMost), detail);
  }

  static Row info(String name, double value, String unit, String detail) {
    return new Row(name, value, unit, OptionalDouble.empty(), detail);
  }

  boolean isMet() {
    return atMost.isEmpty() || value <= atMost.getAsDouble();
  }

  String verdict() {
    if (atMost.isEmpty()) {
      return "–";
    }
    return isMet() ? "met" : "MISSED";
  }

  String markdown() {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            name,
            number(value) + " " + unit,
            atMost.isPresent() ? "≤ " + number(atMost.getAsDouble()) + " " + unit : "",
            verdict(),
            detail);
  }

  /** Three significant digits, or all of those before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
