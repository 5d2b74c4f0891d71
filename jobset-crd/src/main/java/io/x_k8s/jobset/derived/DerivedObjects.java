package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The way into this package: everything that one JobSet stands for.
 *
 * <p>Keep one for all ReplicatedJobs of a JobSet: what they have in common is computed once.
 */
public final class DerivedObjects {
  private final JobSet jobSet;
  private final JobIndexes indexes;

  private DerivedObjects(JobSet jobSet) {
    this.jobSet = jobSet;
    this.indexes = JobIndexes.of(jobSet.getSpec());
  }

  /**
   * The objects of a JobSet.
   *
   * @param jobSet the JobSet, as stored; not changed
   * @return its objects
   */
  public static DerivedObjects of(JobSet jobSet) {
    return new DerivedObjects(Objects.requireNonNull(jobSet, "jobSet"));
  }

  /**
   * The child Jobs of a ReplicatedJob.
   *
   * @param replicatedJob a ReplicatedJob of the JobSet; not changed
   * @return builds its Jobs one by one
   */
  public ChildJobTemplate jobsOf(ReplicatedJob replicatedJob) {
    return ChildJobTemplate.of(jobSet, replicatedJob, indexes);
  }

  /**
   * The Service that gives the Pods their DNS names.
   *
   * @return the Service; empty when DNS hostnames are not enabled
   */
  public Optional<Service> headlessService() {
    return HeadlessService.of(jobSet);
  }

  /**
   * The volume claims of all policies.
   *
   * @return one claim per template, in the order of the spec
   */
  public List<PersistentVolumeClaim> volumeClaims() {
    return VolumeClaims.of(jobSet);
  }
}
