package io.x_k8s.jobset.testing;

import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatusBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Restarts of single Jobs: for each ReplicatedJob lists as long as its replicas. */
final class FakeJobRestarts {
  private FakeJobRestarts() {}

  static ReplicatedJobStatus plusOne(
      ReplicatedJobStatus counts, int index, int replicas, boolean countsTowardsMax) {
    var result =
        new ReplicatedJobStatusBuilder(counts)
            .withJobRestarts(plusOne(counts.getJobRestarts(), index, replicas));
    if (countsTowardsMax) {
      result.withJobRestartsCountTowardsMax(
          plusOne(counts.getJobRestartsCountTowardsMax(), index, replicas));
    }
    return result.build();
  }

  /** How much of the budget they have used. */
  static int countTowardsMax(List<ReplicatedJobStatus> all) {
    return Objects.requireNonNullElse(all, List.<ReplicatedJobStatus>of()).stream()
        .map(ReplicatedJobStatus::getJobRestartsCountTowardsMax)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .mapToInt(Integer::intValue)
        .sum();
  }

  private static List<Integer> plusOne(List<Integer> stored, int index, int replicas) {
    var result = new ArrayList<>(Collections.nCopies(replicas, 0));
    for (var i = 0; stored != null && i < Math.min(replicas, stored.size()); i++) {
      result.set(i, stored.get(i));
    }
    result.set(index, result.get(index) + 1);
    return result;
  }
}
