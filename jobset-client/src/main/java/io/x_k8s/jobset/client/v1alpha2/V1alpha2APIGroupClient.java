package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.extension.ClientAdapter;
import io.fabric8.kubernetes.client.extension.ExtensibleResourceAdapter;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetList;

/** The client behind {@link V1alpha2APIGroupDSL}. */
public class V1alpha2APIGroupClient extends ClientAdapter<V1alpha2APIGroupClient>
    implements V1alpha2APIGroupDSL {

  /** A client without a connection yet, from which fabric8 makes others. */
  public V1alpha2APIGroupClient() {}

  /**
   * What fabric8 makes a {@link JobSetResource} of.
   *
   * @return an operation without a resource yet
   */
  public static ExtensibleResourceAdapter<JobSet> newResource() {
    return new DefaultJobSetResource();
  }

  @Override
  public V1alpha2APIGroupClient newInstance() {
    return new V1alpha2APIGroupClient();
  }

  @Override
  public MixedOperation<JobSet, JobSetList, JobSetResource> jobSets() {
    return resources(JobSet.class, JobSetList.class, JobSetResource.class);
  }
}
