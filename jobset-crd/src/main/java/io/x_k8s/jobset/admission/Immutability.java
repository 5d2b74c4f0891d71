package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import java.util.Objects;

/** What may not change after creation (rules U1, U3). */
final class Immutability {
  private Immutability() {}

  static void managedBy(JobSetSpec old, JobSetSpec now, Errors errors) {
    String before = old == null ? null : old.getManagedBy();
    String after = now == null ? null : now.getManagedBy();
    if (!Objects.equals(before, after)) {
      errors.invalid("spec.managedBy", after, unchangeable(before));
    }
  }

  private static String unchangeable(Object before) {
    return "field is immutable (was " + JsonText.of(before) + ")";
  }
}
