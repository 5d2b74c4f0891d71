package io.x_k8s.jobset.client.v1alpha2;

import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The one word for what a JobSet is doing. It follows from the object alone, by the rules that
 * queueing systems and pipelines go by: an end is a condition with status True, a suspension is
 * what the spec says, and a JobSet runs when all its Jobs are ready or have succeeded.
 */
public enum JobSetState {

  /** Nothing runs yet: no Job has a Pod. */
  PENDING,

  /** It is suspended, by a person or by a queueing system; its last Pods may still be ending. */
  SUSPENDED,

  /** Some Jobs have Pods, but not all Jobs that may run by now are ready. */
  STARTING,

  /**
   * All Jobs that may run by now are ready or have succeeded. Those that have to wait for another
   * ReplicatedJob by {@code dependsOn} are not waited for here.
   */
  RUNNING,

  /** Jobs are being recreated after a failure, and not all of them are ready again. */
  RESTARTING,

  /** It met its success policy, and has ended. */
  COMPLETED,

  /** It failed for good, and has ended. */
  FAILED;

  /**
   * Reads the state off a JobSet.
   *
   * @param jobSet as the API server has it; one without a status is new
   * @return its state
   */
  public static JobSetState of(JobSet jobSet) {
    var view = new JobSetView(jobSet);
    if (view.isTrue(JobSetConditions.COMPLETED)) {
      return COMPLETED;
    }
    if (view.isTrue(JobSetConditions.FAILED)) {
      return FAILED;
    }
    if (view.isSuspended()) {
      return SUSPENDED;
    }
    if (isReady(view)) {
      return RUNNING;
    }
    if (isRestarting(view)) {
      return RESTARTING;
    }
    return hasBegun(view) ? STARTING : PENDING;
  }

  /**
   * Whether a JobSet in this state has ended.
   *
   * @return true for {@link #COMPLETED} and {@link #FAILED}
   */
  public boolean isFinished() {
    return this == COMPLETED || this == FAILED;
  }

  private static boolean isReady(JobSetView view) {
    return view.jobSet().getStatus() != null
        && view.replicatedJobs().stream()
            .filter(job -> view.unmetDependency(job).isEmpty())
            .allMatch(job -> isReady(job, view.counts(job.getName())));
  }

  private static boolean isReady(ReplicatedJob job, ReplicatedJobStatus counts) {
    return counts.getReady() + counts.getSucceeded() == JobIndexes.replicasOf(job);
  }

  /** Where the operator does not know the condition, and for single Jobs, the counters tell. */
  private static boolean isRestarting(JobSetView view) {
    return view.condition(JobSetConditions.RESTARTING_JOB_SET).isPresent()
        ? view.isTrue(JobSetConditions.RESTARTING_JOB_SET)
        : view.status().getRestarts() > 0 || counts(view).anyMatch(JobSetState::hasRestarted);
  }

  private static boolean hasRestarted(ReplicatedJobStatus counts) {
    return Objects.requireNonNullElse(counts.getJobRestarts(), List.<Integer>of()).stream()
        .anyMatch(restarts -> restarts != null && restarts > 0);
  }

  private static boolean hasBegun(JobSetView view) {
    return counts(view)
        .anyMatch(
            counts ->
                counts.getActive() + counts.getReady() + counts.getSucceeded() + counts.getFailed()
                    > 0);
  }

  private static Stream<ReplicatedJobStatus> counts(JobSetView view) {
    return view.replicatedJobs().stream().map(job -> view.counts(job.getName()));
  }
}
