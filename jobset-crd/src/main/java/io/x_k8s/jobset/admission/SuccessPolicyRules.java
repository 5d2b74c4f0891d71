package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.SuccessPolicy;
import java.util.List;
import java.util.Objects;

/** What counts for success must exist (rule C11). */
final class SuccessPolicyRules {
  private SuccessPolicyRules() {}

  static void check(Candidate candidate, Errors errors) {
    SuccessPolicy policy = candidate.spec().getSuccessPolicy();
    if (policy == null) {
      return;
    }
    List<String> targets = Objects.requireNonNullElse(policy.getTargetReplicatedJobs(), List.of());
    for (int i = 0; i < targets.size(); i++) {
      if (candidate.template(targets.get(i)).isEmpty()) {
        errors.invalid(
            "spec.successPolicy.targetReplicatedJobs[" + i + "]",
            targets.get(i),
            "invalid replicatedJob name '"
                + targets.get(i)
                + "' does not appear in .spec.ReplicatedJobs");
      }
    }
  }
}
