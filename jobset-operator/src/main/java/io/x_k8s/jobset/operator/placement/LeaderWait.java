package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.plan.ExclusivePod.SchedulingWait;
import io.x_k8s.jobset.operator.plan.PlannedEvent;
import io.x_k8s.jobset.operator.plan.PodRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Followers that cannot exist yet, because their leader has no node. Their refusals reach nobody
 * but the Job controller, so an event on the JobSet explains what it waits for.
 *
 * @param leader the leader that waits
 * @param says what the scheduler says about it
 */
record LeaderWait(PodRecord leader, SchedulingWait says) {
  /** Reason of the event. */
  static final String REASON = "WaitingForLeaderPod";

  /** A busy cluster needs a moment for each restart, which is nothing to tell. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The wait of a Job's followers; empty if its leader has a node, or there is no leader. */
  static Optional<LeaderWait> of(Collection<PodRecord> podsOfJob) {
    return JobPods.of(podsOfJob)
        .flatMap(
            job ->
                job.placementOfLeader().waiting().map(says -> new LeaderWait(job.leader(), says)));
  }

  /** How long until it is worth telling; zero if it is. */
  Duration untilTold(Instant now) {
    Duration left = PATIENCE.minus(Duration.between(says.since(), now));
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(PATIENCE) < 0 ? left : PATIENCE; // clocks differ
  }

  /**
   * The event that explains it.
   *
   * @param leadersOfJobSet the leaders of all Jobs of the JobSet
   */
  PlannedEvent event(Collection<PodRecord> leadersOfJobSet) {
    long others =
        leadersOfJobSet.stream()
            .filter(PodRecord::isLive)
            .filter(pod -> !pod.uid().equals(leader.uid()))
            .filter(pod -> JobPods.placement(pod).waiting().isPresent())
            .count();
    return PlannedEvent.warning(
        REASON,
        "waiting for leader Pod %s%s: %s%s"
            .formatted(
                leader.name(),
                others == 0 ? "" : " and those of %d other Jobs".formatted(others),
                says.reason(),
                says.message().isEmpty() ? "" : ": " + says.message()));
  }
}
