package io.x_k8s.jobset.admission;

import java.util.Objects;

/** Pods are counted in 32 bits (rule C5). */
final class PodCountRules {
  private PodCountRules() {}

  static void check(Template template, Errors errors) {
    long parallelism = Objects.requireNonNullElse(template.jobSpec().getParallelism(), 1);
    if (template.replicas() * parallelism > Integer.MAX_VALUE) {
      errors.invalid(
          template.path() + ".replicas",
          template.replicas(),
          "the product of replicas and parallelism must not exceed "
              + Integer.MAX_VALUE
              + " for replicatedJob '"
              + template.name()
              + "'");
    }
  }
}
