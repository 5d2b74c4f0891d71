package io.x_k8s.jobset.e2e.admission;

import io.x_k8s.jobset.admission.FieldError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts how many JobSets broke which rule. */
final class RuleHits {
  private final Map<String, Integer> hits = new TreeMap<>();
  private final List<Mistake> rules;

  RuleHits(List<Mistake> rules) {
    this.rules = rules;
    rules.forEach(rule -> hits.put(rule.rule(), 0));
  }

  void count(List<FieldError> errors) {
    for (Mistake rule : rules) {
      if (errors.stream().anyMatch(rule::isToldBy)) {
        hits.merge(rule.rule(), 1, Integer::sum);
      }
    }
  }

  Map<String, Integer> hits() {
    return hits;
  }

  @Override
  public String toString() {
    return hits.entrySet().stream()
        .map(hit -> hit.getKey() + " " + hit.getValue())
        .collect(Collectors.joining(", "));
  }
}
