package io.x_k8s.jobset.names;

import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Where each child Job stands among all Jobs of its JobSet, and among those of its group
 * (specification of the API, section 10.2). The sums are taken once, so that asking for the indexes
 * of thousands of Jobs stays cheap. Immutable.
 *
 * <p>Absent {@code replicas} read as 1, an absent {@code groupName} as the empty name.
 */
public final class JobIndexes {
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Long> replicasByGroup = new HashMap<>();
  private final long globalReplicas;

  private JobIndexes(List<ReplicatedJob> replicatedJobs) {
    long before = 0;
    for (ReplicatedJob replicatedJob : replicatedJobs) {
      String group = groupOf(replicatedJob);
      int replicas = replicasOf(replicatedJob);
      long beforeInGroup = groupReplicas(group);
      places.putIfAbsent(nameOf(replicatedJob), new Place(before, group, beforeInGroup));
      replicasByGroup.put(group, beforeInGroup + replicas);
      before += replicas;
    }
    globalReplicas = before;
  }

  /**
   * Reads the ReplicatedJobs of a spec.
   *
   * @param spec the spec; null, or one without ReplicatedJobs, has no Jobs
   * @return the indexes of its Jobs
   */
  public static JobIndexes of(JobSetSpec spec) {
    List<ReplicatedJob> replicatedJobs = spec == null ? null : spec.getReplicatedJobs();
    return new JobIndexes(replicatedJobs == null ? List.of() : replicatedJobs);
  }

  /**
   * How many Jobs a ReplicatedJob has.
   *
   * @param replicatedJob the ReplicatedJob
   * @return its {@code replicas}, 1 when absent
   */
  public static int replicasOf(ReplicatedJob replicatedJob) {
    return Objects.requireNonNullElse(replicatedJob.getReplicas(), 1);
  }

  /**
   * The group of a ReplicatedJob.
   *
   * @param replicatedJob the ReplicatedJob
   * @return its {@code groupName}, empty when absent
   */
  public static String groupOf(ReplicatedJob replicatedJob) {
    return Objects.requireNonNullElse(replicatedJob.getGroupName(), "");
  }

  /**
   * How many Jobs the JobSet has.
   *
   * @return the sum of all replicas
   */
  public long globalReplicas() {
    return globalReplicas;
  }

  /**
   * How many Jobs a group has.
   *
   * @param group name of the group
   * @return the sum of the replicas of the ReplicatedJobs in it, 0 for an unknown group
   */
  public long groupReplicas(String group) {
    return replicasByGroup.getOrDefault(group, 0L);
  }

  /**
   * Index of a Job among all Jobs of the JobSet.
   *
   * @param replicatedJob name of its ReplicatedJob
   * @param index its index there, from 0
   * @return {@code index} plus the replicas of all earlier ReplicatedJobs; empty when the JobSet
   *     has no such ReplicatedJob
   */
  public OptionalLong globalIndex(String replicatedJob, int index) {
    Place place = places.get(replicatedJob);
    return place == null ? OptionalLong.empty() : OptionalLong.of(place.before() + index);
  }

  /**
   * Index of a Job among the Jobs of a group.
   *
   * @param replicatedJob name of its ReplicatedJob
   * @param group name of the group
   * @param index its index in the ReplicatedJob, from 0
   * @return {@code index} plus the replicas of the earlier ReplicatedJobs of the group; empty when
   *     the JobSet has no such ReplicatedJob in that group
   */
  public OptionalLong groupIndex(String replicatedJob, String group, int index) {
    Place place = places.get(replicatedJob);
    return place == null || !place.group().equals(group)
        ? OptionalLong.empty()
        : OptionalLong.of(place.beforeInGroup() + index);
  }

  private static String nameOf(ReplicatedJob replicatedJob) {
    return Objects.requireNonNullElse(replicatedJob.getName(), "");
  }

  /** Jobs of earlier ReplicatedJobs, of the whole JobSet and of the same group. */
  private record Place(long before, String group, long beforeInGroup) {}
}
