package io.x_k8s.jobset.client.v1alpha2;

import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a JobSet is: its status in the order of its spec, since the status has its own.
 *
 * @param replicatedJobs one entry for each ReplicatedJob, in the order of the spec
 * @param restarts how often all Jobs were recreated
 */
public record JobSetProgress(List<ReplicatedJobProgress> replicatedJobs, int restarts) {

  /** Number of Jobs where {@code spec.replicatedJobs[].replicas} is absent (the API's default). */
  private static final int DEFAULT_REPLICAS = 1;

  /** Copies the list. */
  public JobSetProgress {
    replicatedJobs = List.copyOf(replicatedJobs);
  }

  /**
   * Reads the progress off a JobSet. What has no status yet counts as 0.
   *
   * @param jobSet as the API server has it
   * @return its progress
   */
  public static JobSetProgress of(JobSet jobSet) {
    var status = Objects.requireNonNullElseGet(jobSet.getStatus(), JobSetStatus::new);
    Map<String, ReplicatedJobStatus> reported =
        stream(status.getReplicatedJobsStatus())
            .collect(
                Collectors.toMap(
                    ReplicatedJobStatus::getName, Function.identity(), (first, second) -> first));
    var replicatedJobs = jobSet.getSpec() == null ? null : jobSet.getSpec().getReplicatedJobs();
    return new JobSetProgress(
        stream(replicatedJobs).map(job -> progress(job, reported.get(job.getName()))).toList(),
        status.getRestarts());
  }

  private static ReplicatedJobProgress progress(ReplicatedJob job, ReplicatedJobStatus reported) {
    var status = Objects.requireNonNullElseGet(reported, ReplicatedJobStatus::new);
    return new ReplicatedJobProgress(
        job.getName(),
        Objects.requireNonNullElse(job.getReplicas(), DEFAULT_REPLICAS),
        status.getReady(),
        status.getActive(),
        status.getSucceeded(),
        status.getFailed(),
        status.getSuspended());
  }

  private static <T> Stream<T> stream(List<T> list) {
    return list == null ? Stream.empty() : list.stream();
  }
}
