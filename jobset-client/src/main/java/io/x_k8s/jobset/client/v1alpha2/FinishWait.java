package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.client.internal.LiveObjects;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One wait for the end of one JobSet. Only the waiting thread decides, on the newest state of the
 * object alone.
 */
final class FinishWait {

  private final JobSetResource resource;
  private final Consumer<? super JobSet> listener;
  private final Semaphore changes = new Semaphore(0);
  private Optional<String> uid;
  private Optional<JobSet> lastSeen = Optional.empty();

  FinishWait(JobSetResource resource, Consumer<? super JobSet> listener) {
    this.resource = resource;
    this.listener = Objects.requireNonNull(listener, "listener");
    this.uid = Optional.ofNullable(resource.getItem()).map(FinishWait::uid);
  }

  JobSetOutcome await(Duration timeout) throws InterruptedException {
    var start = System.nanoTime();
    try (var jobSets =
        new LiveObjects<>(
            resource.runnableInformer(0),
            Attempt.onJobSets("list and watch", null),
            changes::release)) {
      while (true) {
        // Unlike toNanos(), this takes the longest of durations.
        var nanos = TimeUnit.NANOSECONDS.convert(timeout.minusNanos(System.nanoTime() - start));
        if (!changes.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
          return new JobSetOutcome.TimedOut(lastSeen);
        }
        changes.drainPermits();
        var outcome = jobSets.now().flatMap(this::look);
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
    }
  }

  private Optional<JobSetOutcome> look(List<JobSet> jobSets) {
    var now = jobSets.stream().findFirst();
    if (now.isEmpty() || uid.isPresent() && !uid.equals(now.map(FinishWait::uid))) {
      return Optional.of(new JobSetOutcome.Deleted(lastSeen));
    }
    if (!now.equals(lastSeen)) {
      uid = now.map(FinishWait::uid);
      lastSeen = now;
      listener.accept(now.get());
    }
    return now.flatMap(FinishWait::end);
  }

  private static Optional<JobSetOutcome> end(JobSet jobSet) {
    return switch (JobSetState.of(jobSet)) {
      case COMPLETED -> Optional.of(new JobSetOutcome.Completed(jobSet));
      case FAILED ->
          new JobSetView(jobSet)
              .condition(JobSetConditions.FAILED)
              .map(condition -> failed(jobSet, condition));
      default -> Optional.empty();
    };
  }

  private static JobSetOutcome failed(JobSet jobSet, Condition condition) {
    return new JobSetOutcome.Failed(
        jobSet,
        Objects.requireNonNullElse(condition.getReason(), ""),
        Objects.requireNonNullElse(condition.getMessage(), ""));
  }

  private static String uid(JobSet jobSet) {
    return jobSet.getMetadata() == null ? null : jobSet.getMetadata().getUid();
  }
}
