package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatusBuilder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Progress per ReplicatedJob, as {@code status.replicatedJobsStatus} shows it (specification of the
 * controller, section 5).
 */
final class ReplicatedJobCounts {
  private final Map<String, Count> counts;

  private ReplicatedJobCounts(Map<String, Count> counts) {
    this.counts = counts;
  }

  static ReplicatedJobCounts of(Snapshot now, ChildJobs children) {
    Map<String, Count> counts = new LinkedHashMap<>();
    for (ReplicatedJob replicatedJob : now.replicatedJobs()) {
      counts.put(replicatedJob.getName(), new Count(JobIndexes.replicasOf(replicatedJob)));
    }
    for (JobRecord job : children.active()) {
      Count count = counts.get(job.replicatedJob());
      if (count != null) {
        count.ready += job.isReady() ? 1 : 0;
        count.active += job.active() > 0 ? 1 : 0;
        count.suspended += job.suspend() ? 1 : 0;
      }
    }
    for (JobRecord job : children.successful()) {
      Count count = counts.get(job.replicatedJob());
      if (count != null) {
        count.succeeded++;
      }
    }
    for (JobRecord job : children.failed()) {
      Count count = counts.get(job.replicatedJob());
      if (count != null) {
        count.failed++;
      }
    }
    return new ReplicatedJobCounts(counts);
  }

  /**
   * The list to store: one entry per ReplicatedJob, names descending. Restarts of single Jobs, and
   * fields that this version does not know, are carried over from the stored entry.
   */
  List<ReplicatedJobStatus> toStatus(Snapshot now) {
    Map<String, ReplicatedJobStatus> stored = new HashMap<>();
    now.replicatedJobStatuses().forEach(status -> stored.put(status.getName(), status));
    return counts.entrySet().stream()
        .map(
            entry -> {
              ReplicatedJobStatus before = stored.get(entry.getKey());
              Count count = entry.getValue();
              return (before == null
                      ? new ReplicatedJobStatusBuilder().withName(entry.getKey())
                      : new ReplicatedJobStatusBuilder(before))
                  .withReady(count.ready)
                  .withSucceeded(count.succeeded)
                  .withFailed(count.failed)
                  .withActive(count.active)
                  .withSuspended(count.suspended)
                  .build();
            })
        .sorted(Comparator.comparing(ReplicatedJobStatus::getName).reversed())
        .toList();
  }

  /** Whether every Job of the JobSet is ready or has succeeded; also when there are none. */
  boolean allReady() {
    int done = 0;
    for (Count count : counts.values()) {
      done += count.ready + count.succeeded;
    }
    return done == wanted();
  }

  /** Whether every Job is ready or has succeeded, and the stored status does not say so yet. */
  boolean haveBecomeAllReady(Snapshot now) {
    int done = 0;
    for (ReplicatedJobStatus stored : now.replicatedJobStatuses()) {
      done += Snapshot.orZero(stored.getReady()) + Snapshot.orZero(stored.getSucceeded());
    }
    return done != wanted() && allReady();
  }

  private int wanted() {
    return counts.values().stream().mapToInt(count -> count.replicas).sum();
  }

  /** Whether every Job of a ReplicatedJob is ready or over. */
  boolean isStarted(String replicatedJob) {
    Count count = counts.get(replicatedJob);
    return count != null && count.failed + count.ready + count.succeeded == count.replicas;
  }

  /** Whether every Job of a ReplicatedJob has succeeded. */
  boolean isComplete(String replicatedJob) {
    Count count = counts.get(replicatedJob);
    return count != null && count.succeeded == count.replicas;
  }

  private static final class Count {
    private final int replicas;
    private int ready;
    private int active;
    private int suspended;
    private int succeeded;
    private int failed;

    private Count(int replicas) {
      this.replicas = replicas;
    }
  }
}
