package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.derived.DerivedObjects;
import java.util.List;
import java.util.Optional;

/**
 * The volume claims that a JobSet shares among its Pods (specification of the controller, section
 * 14). A claim that exists, whoever made it, is used as it is.
 */
final class VolumeClaims {
  private VolumeClaims() {}

  static void ensure(Snapshot now, PlanDraft plan) {
    if (now.spec().getVolumeClaimPolicies() == null) {
      return;
    }
    List<Action> missing =
        DerivedObjects.of(now.jobSet()).volumeClaims().stream()
            .filter(claim -> !now.claims().contains(claim.getMetadata().getName()))
            .<Action>map(Action.CreateClaim::new)
            .toList();
    plan.stage(missing, Optional.of("PVCCreationFailed"));
  }
}
