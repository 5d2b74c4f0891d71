package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.plan.ExclusivePod;
import io.x_k8s.jobset.operator.plan.PodRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The Pods of one Job that are neither ended nor deleted, one of which the others follow.
 *
 * @param leader its leader; its record of exclusive placement is present
 * @param followers the Pods of the same job key and controller
 */
record JobPods(PodRecord leader, List<PodRecord> followers) {

  /**
   * Sorts Pods.
   *
   * @return empty unless there is exactly one leader: nobody could tell whom to follow, and
   *     admission lets no follower in
   */
  static Optional<JobPods> of(Collection<PodRecord> pods) {
    List<PodRecord> live =
        pods.stream().filter(pod -> pod.isLive() && pod.placement().isPresent()).toList();
    List<PodRecord> leaders = live.stream().filter(pod -> placement(pod).leader()).toList();
    if (leaders.size() != 1) {
      return Optional.empty();
    }
    PodRecord leader = leaders.getFirst();
    return Optional.of(
        new JobPods(
            leader,
            live.stream()
                .filter(pod -> !placement(pod).leader())
                .filter(pod -> pod.controllerUid().equals(leader.controllerUid()))
                .filter(pod -> placement(pod).jobKey().equals(placement(leader).jobKey()))
                .toList()));
  }

  ExclusivePod placementOfLeader() {
    return placement(leader);
  }

  static ExclusivePod placement(PodRecord pod) {
    return pod.placement().orElseThrow();
  }
}
