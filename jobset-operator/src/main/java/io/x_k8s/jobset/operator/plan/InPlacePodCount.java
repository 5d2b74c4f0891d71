package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many Pods have to be in step: those that run beside each other, less those that are through.
 */
final class InPlacePodCount {
  private final Snapshot now;
  private final ChildJobs children;
  private final ReplicatedJobCounts counts;
  private final Map<String, Integer> podsPerJob = new HashMap<>();

  private InPlacePodCount(Snapshot now, ChildJobs children, ReplicatedJobCounts counts) {
    this.now = now;
    this.children = children;
    this.counts = counts;
    for (ReplicatedJob replicatedJob : now.replicatedJobs()) {
      podsPerJob.put(replicatedJob.getName(), podsPerJob(replicatedJob).orElse(0));
    }
  }

  /**
   * @param succeeded how many Pods are known to have succeeded, by the UID of their Job
   */
  static long of(
      Snapshot now,
      ChildJobs children,
      ReplicatedJobCounts counts,
      Map<String, Integer> succeeded) {
    InPlacePodCount count = new InPlacePodCount(now, children, counts);
    return count.all() - count.through(succeeded);
  }

  /** A ReplicatedJob whose template does not fix the number of Pods; empty if all do. */
  static Optional<String> unknownFor(Snapshot now) {
    return now.replicatedJobs().stream()
        .filter(replicatedJob -> podsPerJob(replicatedJob).isEmpty())
        .map(ReplicatedJob::getName)
        .findFirst();
  }

  private static OptionalInt podsPerJob(ReplicatedJob replicatedJob) {
    JobSpec spec =
        replicatedJob.getTemplate() == null ? null : replicatedJob.getTemplate().getSpec();
    return spec == null
            || spec.getCompletions() == null
            || !spec.getCompletions().equals(spec.getParallelism())
        ? OptionalInt.empty()
        : OptionalInt.of(spec.getCompletions());
  }

  private long all() {
    Set<String> later = heldBackUntilOthersComplete();
    return now.replicatedJobs().stream()
        .filter(replicatedJob -> !later.contains(replicatedJob.getName()))
        .mapToLong(
            replicatedJob ->
                (long) JobIndexes.replicasOf(replicatedJob)
                    * podsPerJob.get(replicatedJob.getName()))
        .sum();
  }

  /** The Job's count lasts when a Pod is removed; the Pod's phase is known earlier. */
  private long through(Map<String, Integer> succeeded) {
    long through = 0;
    for (JobRecord job : children.successful()) {
      through += podsPerJob.getOrDefault(job.replicatedJob(), 0);
    }
    for (JobRecord job : children.active()) {
      through +=
          Math.min(
              podsPerJob.getOrDefault(job.replicatedJob(), 0),
              Math.max(job.succeeded(), succeeded.getOrDefault(job.uid(), 0)));
    }
    return through;
  }

  /**
   * ReplicatedJobs that never run beside those that they wait for: to wait for them at a barrier
   * would be to wait for ever. A dependency stands earlier in the list, so one look is enough.
   */
  private Set<String> heldBackUntilOthersComplete() {
    Set<String> heldBack = new HashSet<>();
    for (ReplicatedJob replicatedJob : now.replicatedJobs()) {
      List<DependsOn> dependencies = replicatedJob.getDependsOn();
      if (dependencies != null
          && dependencies.stream().anyMatch(dependency -> holdsBack(dependency, heldBack))) {
        heldBack.add(replicatedJob.getName());
      }
    }
    return heldBack;
  }

  private boolean holdsBack(DependsOn dependency, Set<String> heldBack) {
    return heldBack.contains(dependency.getName())
        || (DependsOnStatus.COMPLETE.equals(dependency.getStatus())
            && !counts.isComplete(dependency.getName()));
  }
}
