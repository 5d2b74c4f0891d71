package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetList;

/** The resources of {@code jobset.x-k8s.io/v1alpha2}. */
public interface V1alpha2APIGroupDSL extends Client {

  /**
   * Operations on JobSets: create, apply, list, watch, edit, delete, as on any resource, and those
   * of {@link JobSetResource}.
   *
   * @return the operations, in the client's namespace until {@code inNamespace} names another
   */
  MixedOperation<JobSet, JobSetList, JobSetResource> jobSets();
}
