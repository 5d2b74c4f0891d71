package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatusBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Restarts of single Jobs, kept per ReplicatedJob in arrays as long as its replicas (feature gate
 * {@code RestartJob}).
 */
final class JobRestarts {
  private JobRestarts() {}

  /** The attempt that each Job must carry, by ReplicatedJob; zeros where none is stored. */
  static Map<String, int[]> targets(Snapshot now) {
    Map<String, List<Integer>> stored = new HashMap<>();
    for (ReplicatedJobStatus status : now.replicatedJobStatuses()) {
      stored.put(status.getName(), status.getJobRestarts());
    }
    Map<String, int[]> targets = new HashMap<>();
    for (ReplicatedJob replicatedJob : now.replicatedJobs()) {
      List<Integer> attempts = stored.get(replicatedJob.getName());
      targets.put(
          replicatedJob.getName(),
          attempts == null || attempts.isEmpty()
              ? new int[Math.max(0, JobIndexes.replicasOf(replicatedJob))]
              : attempts.stream().mapToInt(Snapshot::orZero).toArray());
    }
    return targets;
  }

  /** How much of the restart budget single Jobs have used, over the whole JobSet. */
  static int countTowardsMax(Snapshot now) {
    return now.replicatedJobStatuses().stream()
        .map(ReplicatedJobStatus::getJobRestartsCountTowardsMax)
        .filter(counts -> counts != null)
        .flatMap(List::stream)
        .mapToInt(Snapshot::orZero)
        .sum();
  }

  /** The counts of a ReplicatedJob after one more restart of one of its Jobs. */
  static ReplicatedJobStatus plusOne(
      ReplicatedJobStatus counts, int index, int replicas, boolean countsTowardsMax) {
    ReplicatedJobStatusBuilder result =
        new ReplicatedJobStatusBuilder(counts)
            .withJobRestarts(plusOne(counts.getJobRestarts(), index, replicas));
    if (countsTowardsMax) {
      result.withJobRestartsCountTowardsMax(
          plusOne(counts.getJobRestartsCountTowardsMax(), index, replicas));
    }
    return result.build();
  }

  private static List<Integer> plusOne(List<Integer> stored, int index, int replicas) {
    List<Integer> result = new ArrayList<>(Collections.nCopies(replicas, 0));
    for (int i = 0; stored != null && i < Math.min(replicas, stored.size()); i++) {
      result.set(i, Snapshot.orZero(stored.get(i)));
    }
    result.set(index, result.get(index) + 1);
    return result;
  }
}
