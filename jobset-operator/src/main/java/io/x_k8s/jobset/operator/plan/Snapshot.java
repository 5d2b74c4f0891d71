package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetManagedBy;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that one pass may look at. Never changed by the planner, the JobSet in it neither.
 *
 * <p>Every optional part of the JobSet reads as the controller's contract says it is read when
 * absent, so that an object stored before any defaulting existed cannot break a pass.
 *
 * @param jobSet the JobSet
 * @param jobs the Jobs whose controller has the JobSet's UID
 * @param pods those of the Pods with the JobSet's name that tell in-place restarts something; none
 *     without the feature gate
 * @param service the Service under the name of the JobSet's subdomain
 * @param claims names of the volume claims that exist in the JobSet's namespace, as far as the
 *     JobSet asks for them
 * @param refusedResumes UIDs of Jobs whose Pod template the API server did not let a resume change
 * @param gates feature gates
 * @param time the time of the pass
 */
public record Snapshot(
    JobSet jobSet,
    Collection<JobRecord> jobs,
    Collection<PodRecord> pods,
    Optional<ServiceRecord> service,
    Set<String> claims,
    Set<String> refusedResumes,
    FeatureGates gates,
    Instant time) {

  boolean isBeingDeleted() {
    return jobSet.getMetadata().getDeletionTimestamp() != null;
  }

  boolean isManagedElsewhere() {
    String managedBy = spec().getManagedBy();
    return managedBy != null && !managedBy.equals(JobSetManagedBy.JOBSET_CONTROLLER);
  }

  boolean isFinished() {
    return Conditions.isTrue(conditions(), JobSetConditions.COMPLETED)
        || Conditions.isTrue(conditions(), JobSetConditions.FAILED);
  }

  boolean isSuspended() {
    return Boolean.TRUE.equals(spec().getSuspend());
  }

  boolean isEnabled(FeatureGate gate) {
    return gates.isEnabled(gate);
  }

  String name() {
    return jobSet.getMetadata().getName();
  }

  String uid() {
    return jobSet.getMetadata().getUid();
  }

  JobSetSpec spec() {
    return jobSet.getSpec() == null ? new JobSetSpec() : jobSet.getSpec();
  }

  JobSetStatus status() {
    return jobSet.getStatus() == null ? new JobSetStatus() : jobSet.getStatus();
  }

  List<ReplicatedJob> replicatedJobs() {
    List<ReplicatedJob> replicatedJobs = spec().getReplicatedJobs();
    return replicatedJobs == null ? List.of() : replicatedJobs;
  }

  List<Condition> conditions() {
    List<Condition> conditions = status().getConditions();
    return conditions == null ? List.of() : conditions;
  }

  List<ReplicatedJobStatus> replicatedJobStatuses() {
    List<ReplicatedJobStatus> statuses = status().getReplicatedJobsStatus();
    return statuses == null ? List.of() : statuses;
  }

  /** JobSet-wide restarts so far, which is also the attempt that current Jobs carry. */
  int restarts() {
    return orZero(status().getRestarts());
  }

  int restartsCountTowardsMax() {
    return orZero(status().getRestartsCountTowardsMax());
  }

  static int orZero(Integer value) {
    return value == null ? 0 : value;
  }
}
