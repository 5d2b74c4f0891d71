package io.x_k8s.jobset.client.internal;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a JobSet whatever is missing in it.
 *
 * @param jobSet the JobSet; not changed
 */
public record JobSetView(JobSet jobSet) {

  /** Metadata; empty rather than null. */
  public ObjectMeta metadata() {
    return Objects.requireNonNullElseGet(jobSet.getMetadata(), ObjectMeta::new);
  }

  /** Spec; empty rather than null. */
  public JobSetSpec spec() {
    return Objects.requireNonNullElseGet(jobSet.getSpec(), JobSetSpec::new);
  }

  /** Status; empty rather than null. */
  public JobSetStatus status() {
    return Objects.requireNonNullElseGet(jobSet.getStatus(), JobSetStatus::new);
  }

  /** Namespace and name, for messages. */
  public String label() {
    var name =
        Optional.ofNullable(metadata().getName())
            .or(() -> Optional.ofNullable(metadata().getGenerateName()))
            .orElse("without a name");
    return metadata().getNamespace() == null ? name : metadata().getNamespace() + "/" + name;
  }

  /** The ReplicatedJobs, in the order of the spec. */
  public List<ReplicatedJob> replicatedJobs() {
    return Objects.requireNonNullElse(spec().getReplicatedJobs(), List.of());
  }

  /** Whether the spec asks for suspension. */
  public boolean isSuspended() {
    return Boolean.TRUE.equals(spec().getSuspend());
  }

  /** The condition of a type, whatever its status. */
  public Optional<Condition> condition(String type) {
    return Objects.requireNonNullElse(status().getConditions(), List.<Condition>of()).stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }

  /** Whether there is a condition of a type with status True. */
  public boolean isTrue(String type) {
    return condition(type).filter(condition -> "True".equals(condition.getStatus())).isPresent();
  }

  /** Whether it has ended, well or not. */
  public boolean isFinished() {
    return isTrue(JobSetConditions.COMPLETED) || isTrue(JobSetConditions.FAILED);
  }

  /** What the status tells of a ReplicatedJob; nothing but zeros if it does not tell of it. */
  public ReplicatedJobStatus counts(String replicatedJob) {
    return Objects.requireNonNullElse(
            status().getReplicatedJobsStatus(), List.<ReplicatedJobStatus>of())
        .stream()
        .filter(counts -> Objects.equals(replicatedJob, counts.getName()))
        .findFirst()
        .orElseGet(ReplicatedJobStatus::new);
  }

  /** Whether each Job has been ready, or has ended (specification of the controller, 17). */
  public boolean isStarted(ReplicatedJob replicatedJob) {
    var counts = counts(replicatedJob.getName());
    return counts.getFailed() + counts.getReady() + counts.getSucceeded()
        == JobIndexes.replicasOf(replicatedJob);
  }

  /** The first dependency for which a ReplicatedJob has to wait. */
  public Optional<DependsOn> unmetDependency(ReplicatedJob replicatedJob) {
    return Objects.requireNonNullElse(replicatedJob.getDependsOn(), List.<DependsOn>of()).stream()
        .filter(dependency -> !isMet(dependency))
        .findFirst();
  }

  private boolean isMet(DependsOn dependency) {
    return replicatedJobs().stream()
        .filter(job -> Objects.equals(dependency.getName(), job.getName()))
        .anyMatch(job -> isMet(dependency, job));
  }

  private boolean isMet(DependsOn dependency, ReplicatedJob on) {
    return DependsOnStatus.COMPLETE.equals(dependency.getStatus())
        ? counts(on.getName()).getSucceeded() == JobIndexes.replicasOf(on)
        : isStarted(on);
  }
}
