package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What may not change after creation (rules U1, U3; G2). Each error names the field that differs,
 * with its new and its old value.
 */
final class Immutability {
  private static final String REPLICATED_JOBS = "replicatedJobs";

  /** The schema guards these while they are present; adding and removing is left to us. */
  private static final List<String> GUARDED_BY_SCHEMA =
      List.of("network", "successPolicy", "failurePolicy", "startupPolicy", "volumeClaimPolicies");

  private static final Map<String, Object> MEANING_OF_ABSENCE =
      Map.of(
          "successPolicy", ModelTree.of(Defaulting.defaultSuccessPolicy()),
          "startupPolicy", ModelTree.of(Defaulting.defaultStartupPolicy()));

  /** Nobody reads a longer list, and a response should stay small. */
  private static final int MAX_ERRORS = 10;

  private static final int MAX_OLD_VALUE_LENGTH = 256;

  private final Map<String, Object> old;
  private final Map<String, Object> now;
  private final Errors errors;

  private Immutability(JobSetSpec old, JobSetSpec now, Errors errors) {
    this.old = SpecTree.of(old);
    this.now = SpecTree.of(now);
    this.errors = errors;
  }

  static void check(JobSetSpec old, JobSetSpec now, AdmissionGates gates, Errors errors) {
    Immutability specs = new Immutability(old, now, errors);
    specs.checkReplicatedJobs(Exemptions.of(old, now, gates));
    specs.checkManagedBy();
    GUARDED_BY_SCHEMA.forEach(specs::checkPresence);
  }

  private void checkReplicatedJobs(Exemptions exemptions) {
    List<Map<?, ?>> before = SpecTree.replicatedJobs(old);
    List<Map<?, ?>> after = SpecTree.replicatedJobs(now);
    List<Object> oldNames = names(before);
    List<Object> newNames = names(after);
    if (!oldNames.equals(newNames)) {
      refuse("spec." + REPLICATED_JOBS, oldNames, newNames);
      return;
    }
    Schema schema = Schema.spec().property(REPLICATED_JOBS).element();
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      differences.addAll(
          Difference.between(
              "spec." + REPLICATED_JOBS + "[" + i + "]",
              SemanticTree.of(exemptions.removedFrom(before.get(i), i), schema),
              SemanticTree.of(exemptions.removedFrom(after.get(i), i), schema)));
    }
    refuse(differences);
  }

  private void refuse(List<Difference> differences) {
    differences.stream()
        .limit(MAX_ERRORS)
        .forEach(difference -> refuse(difference.path(), difference.old(), difference.now()));
    if (differences.size() > MAX_ERRORS) {
      errors.add(
          FieldError.of(
              "spec." + REPLICATED_JOBS,
              FieldError.Kind.FORBIDDEN,
              "field is immutable (" + (differences.size() - MAX_ERRORS) + " more changes)"));
    }
  }

  private void checkManagedBy() {
    Object before = old.get("managedBy");
    Object after = now.get("managedBy");
    if (!Objects.equals(before, after)) {
      refuse("spec.managedBy", before, after);
    }
  }

  /** Where a default says the same as absence, both are the same. */
  private void checkPresence(String field) {
    Schema schema = Schema.spec().property(field);
    Object before = emptyAsAbsent(SemanticTree.of(old.get(field), schema));
    Object after = emptyAsAbsent(SemanticTree.of(now.get(field), schema));
    Object whenAbsent = MEANING_OF_ABSENCE.get(field);
    boolean isAdded = before == null && after != null && !after.equals(whenAbsent);
    boolean isRemoved = before != null && after == null && !before.equals(whenAbsent);
    if (isAdded || isRemoved) {
      refuse("spec." + field, before, after);
    }
  }

  private static Object emptyAsAbsent(Object value) {
    return value instanceof List<?> list && list.isEmpty() ? null : value;
  }

  private void refuse(String path, Object before, Object after) {
    errors.invalid(
        path,
        SemanticTree.shown(after),
        "field is immutable (was "
            + JsonText.of(SemanticTree.shown(before), MAX_OLD_VALUE_LENGTH)
            + ")");
  }

  private static List<Object> names(List<Map<?, ?>> jobs) {
    List<Object> names = new ArrayList<>();
    jobs.forEach(job -> names.add(job.get("name")));
    return names;
  }
}
