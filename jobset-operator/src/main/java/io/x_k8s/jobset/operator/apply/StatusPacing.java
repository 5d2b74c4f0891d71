package io.x_k8s.jobset.operator.apply;

import io.x_k8s.jobset.operator.plan.StatusWrite;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Spaces out status writes that change nothing but counts: while thousands of Pods start, one a
 * second tells enough. The longer such a wave lasts, the less a single step of it tells, so the
 * pause doubles with each write that had to wait. Whatever somebody may act on is written at once.
 */
final class StatusPacing {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final LongSupplier nanoTime;
  private final Map<String, Pause> pauses = new ConcurrentHashMap<>();

  StatusPacing(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long the write should wait; empty when it should not. */
  Optional<Duration> wait(JobSet jobSet, StatusWrite write) {
    Pause pause = pauses.get(jobSet.getMetadata().getUid());
    if (!write.countsOnly() || pause == null) {
      return Optional.empty();
    }
    Duration left = pause.length.minusNanos(nanoTime.getAsLong() - pause.since);
    if (!left.isPositive()) {
      return Optional.empty();
    }
    pauses.put(jobSet.getMetadata().getUid(), pause.withUse());
    return Optional.of(left);
  }

  void written(JobSet jobSet, StatusWrite write) {
    long now = nanoTime.getAsLong();
    pauses.compute(
        jobSet.getMetadata().getUid(),
        (uid, before) ->
            new Pause(
                now,
                before != null && before.used() && write.countsOnly()
                    ? longer(before.length)
                    : SHORTEST_PAUSE,
                false));
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  void forget(String uid) {
    pauses.remove(uid);
  }

  /**
   * The time after a write.
   *
   * @param since when it began, by the clock of this pacing
   * @param length how long writes of counts wait
   * @param used whether one has waited
   */
  private record Pause(long since, Duration length, boolean used) {
    private Pause withUse() {
      return new Pause(since, length, true);
    }
  }
}
