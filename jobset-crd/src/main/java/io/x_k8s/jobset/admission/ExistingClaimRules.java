package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.x_k8s.jobset.v1alpha2.WhenDeleted;
import java.util.Map;
import java.util.Optional;

/**
 * A claim that exists already is used as it is: it must be what the template asks for, and must not
 * go with this JobSet (rules C15f to C15h).
 */
final class ExistingClaimRules {
  private static final Schema SPEC =
      Schema.spec()
          .property("volumeClaimPolicies")
          .element()
          .property("templates")
          .element()
          .property("spec");

  private ExistingClaimRules() {}

  static void check(
      Candidate candidate, ClaimTemplate claim, ExistingClaims existing, Errors errors) {
    String name = claim.nameFor(candidate);
    Optional<PersistentVolumeClaim> found;
    try {
      found = existing.find(candidate.namespace(), name);
    } catch (RuntimeException e) {
      errors.add(
          FieldError.of(
                  claim.path(),
                  FieldError.Kind.INTERNAL,
                  "failed to check for existing PVC " + name + ": " + e.getMessage())
              .writtenAt(claim.originalPath()));
      return;
    }
    found.ifPresent(existingClaim -> check(candidate, claim, existingClaim, errors));
  }

  private static void check(
      Candidate candidate, ClaimTemplate claim, PersistentVolumeClaim existing, Errors errors) {
    Object wanted = ModelTree.of(claim.template().getSpec());
    Object there = ModelTree.of(existing.getSpec());
    if (!isContained(SemanticTree.of(wanted, SPEC), SemanticTree.of(there, SPEC))) {
      errors.add(
          FieldError.invalid(
                  claim.path() + ".spec",
                  wanted,
                  "spec does not match existing PVC "
                      + claim.nameFor(candidate)
                      + " in namespace "
                      + candidate.namespace())
              .writtenAt(claim.originalPath() + ".spec"));
    }
    if (!WhenDeleted.RETAIN.equals(claim.whenDeleted())) {
      errors.invalid(
          claim.policyPath() + ".retentionPolicy.whenDeleted",
          claim.whenDeleted(),
          "retentionPolicy must be retain when PVC exists");
    }
  }

  /**
   * Compares what the template sets. The rest of the existing claim comes from the server, and so
   * does the name of its volume.
   */
  private static boolean isContained(Object wanted, Object existing) {
    if (wanted instanceof Map<?, ?> fields && existing instanceof Map<?, ?> there) {
      return fields.entrySet().stream()
          .filter(field -> !"volumeName".equals(field.getKey()))
          .allMatch(field -> isContained(field.getValue(), there.get(field.getKey())));
    }
    return wanted == null || wanted.equals(existing);
  }
}
