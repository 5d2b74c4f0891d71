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
 * second tells enough. Whatever somebody may act on is written at once.
 */
final class StatusPacing {
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final Map<String, Long> lastWrites = new ConcurrentHashMap<>();

  StatusPacing(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long the write should wait; empty when it should not. */
  Optional<Duration> wait(JobSet jobSet, StatusWrite write) {
    Long last = lastWrites.get(jobSet.getMetadata().getUid());
    if (!write.countsOnly() || last == null) {
      return Optional.empty();
    }
    Duration left = SHORTEST_INTERVAL.minusNanos(nanoTime.getAsLong() - last);
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  void written(JobSet jobSet) {
    lastWrites.put(jobSet.getMetadata().getUid(), nanoTime.getAsLong());
  }

  void forget(String uid) {
    lastWrites.remove(uid);
  }
}
