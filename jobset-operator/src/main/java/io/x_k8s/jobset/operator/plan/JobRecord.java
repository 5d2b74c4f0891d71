package io.x_k8s.jobset.operator.plan;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the controller knows of one child Job: the few fields that decisions need, about a tenth of
 * the object.
 *
 * @param namespace namespace of the Job
 * @param name name of the Job
 * @param uid UID of the Job
 * @param resourceVersion version that this record was read at
 * @param ownerUid UID of the JobSet that controls the Job
 * @param replicatedJob name of its ReplicatedJob; empty when the Job does not say
 * @param index its index in the ReplicatedJob; empty when missing or malformed
 * @param restartAttempt JobSet-wide restart attempt it was made for; empty when missing or
 *     malformed, in label and annotation alike
 * @param jobRestartAttempt its own restart attempt
 * @param finish how it ended; empty while it has not
 * @param reportsSuspended whether the Job controller has reported the condition {@code Suspended}
 * @param active Pods pending or running
 * @param ready Pods ready
 * @param succeeded Pods that succeeded
 * @param suspend {@code spec.suspend}
 * @param parallelism {@code spec.parallelism}, 1 when unset, as the API server defaults it
 * @param completions {@code spec.completions}
 * @param started whether {@code status.startTime} is set
 * @param deleting whether it has a deletion timestamp
 * @param resumableFieldsHash hash of the Pod template fields that a resume may change
 */
public record JobRecord(
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    String ownerUid,
    String replicatedJob,
    OptionalInt index,
    OptionalInt restartAttempt,
    JobRestartAttempt jobRestartAttempt,
    Optional<JobFinish> finish,
    boolean reportsSuspended,
    int active,
    int ready,
    int succeeded,
    boolean suspend,
    int parallelism,
    OptionalInt completions,
    boolean started,
    boolean deleting,
    String resumableFieldsHash) {

  public JobRecord {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(replicatedJob, "replicatedJob");
    Objects.requireNonNull(index, "index");
    Objects.requireNonNull(restartAttempt, "restartAttempt");
    Objects.requireNonNull(jobRestartAttempt, "jobRestartAttempt");
    Objects.requireNonNull(finish, "finish");
    Objects.requireNonNull(completions, "completions");
  }

  /** Whether the other record differs in nothing that a decision could depend on. */
  public boolean tellsTheSameAs(JobRecord other) {
    return equals(other.at(resourceVersion));
  }

  private JobRecord at(String version) {
    return new JobRecord(
        namespace,
        name,
        uid,
        version,
        ownerUid,
        replicatedJob,
        index,
        restartAttempt,
        jobRestartAttempt,
        finish,
        reportsSuspended,
        active,
        ready,
        succeeded,
        suspend,
        parallelism,
        completions,
        started,
        deleting,
        resumableFieldsHash);
  }

  boolean succeededFinally() {
    return finish.isPresent() && finish.get().outcome() == JobFinish.Outcome.COMPLETE;
  }

  boolean failedFinally() {
    return finish.isPresent() && finish.get().outcome() == JobFinish.Outcome.FAILED;
  }

  /** Whether as many Pods are ready or done as run at the same time. */
  boolean isReady() {
    int wanted = Math.min(parallelism, completions.orElse(Integer.MAX_VALUE));
    return succeeded + ready >= wanted;
  }

  /**
   * The attempt of a single Job, kept apart from its absence: Jobs made before the feature gate was
   * switched on have none, which is fine; one that cannot be read is not.
   */
  public sealed interface JobRestartAttempt {
    /** The Job carries no such label or annotation. */
    record Absent() implements JobRestartAttempt {}

    /** It carries one that is no number. */
    record Malformed() implements JobRestartAttempt {}

    /**
     * It carries this one.
     *
     * @param value the attempt, from 0
     */
    record Known(int value) implements JobRestartAttempt {}
  }
}
