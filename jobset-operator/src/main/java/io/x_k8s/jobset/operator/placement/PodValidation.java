package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.admission.Verdict;
import java.util.Optional;

/**
 * Holds a follower back until its leader has a node and the follower is sent to the same domain
 * (admission, section 7). The Job controller tries again; that is the intended way to wait.
 */
final class PodValidation {
  private PodValidation() {}

  static Verdict of(AdmittedPod pod, PlacementLookup cluster) {
    Optional<String> topology = pod.topology();
    if (!pod.isOfJobSet() || pod.hasPreparedNodes() || topology.isEmpty() || pod.isLeader()) {
      return Verdict.allowed();
    }
    if (pod.nodeSelector().isEmpty()) {
      return Verdict.forbidden("follower pod node selector not set");
    }
    if (!pod.nodeSelector().containsKey(topology.get())) {
      return Verdict.forbidden(
          "follower pod node selector for topology domain not found. missing selector: "
              + topology.get());
    }
    return switch (Leader.of(pod, cluster)) {
      case Leader.Missing missing -> Verdict.forbidden(missing.why());
      case Leader.Found leader ->
          leader.pod().placement().filter(placement -> placement.isScheduled()).isPresent()
              ? Verdict.allowed()
              : Verdict.forbidden(
                  "leader pod not yet scheduled, not creating follower pod."
                      + " this is an expected, transient error");
    };
  }
}
