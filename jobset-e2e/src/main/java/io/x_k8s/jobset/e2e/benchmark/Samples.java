package io.x_k8s.jobset.e2e.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Repeated measurements of one thing, of which the median counts. */
final class Samples {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The median, and what it is the median of. */
  String describe(String unit) {
    return "%s %s (%s)"
        .formatted(
            Row.number(median()),
            unit,
            values.stream().map(Row::number).collect(Collectors.joining(", ")));
  }
}
