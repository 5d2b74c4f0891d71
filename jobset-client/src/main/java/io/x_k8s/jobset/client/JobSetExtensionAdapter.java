package io.x_k8s.jobset.client;

import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.extension.ExtensionAdapter;
import io.x_k8s.jobset.client.v1alpha2.V1alpha2APIGroupClient;
import io.x_k8s.jobset.client.v1alpha2.V1alpha2APIGroupDSL;
import io.x_k8s.jobset.v1alpha2.JobSet;

/** Tells fabric8's client about this extension. Found as a service; programs don't call it. */
public class JobSetExtensionAdapter implements ExtensionAdapter<JobSetClient> {

  /** Called by the service loader. */
  public JobSetExtensionAdapter() {}

  @Override
  public Class<JobSetClient> getExtensionType() {
    return JobSetClient.class;
  }

  @Override
  public JobSetClient adapt(Client client) {
    return new DefaultJobSetClient(client);
  }

  @Override
  public void registerResources(ResourceFactory factory) {
    factory.register(JobSet.class, V1alpha2APIGroupClient.newResource());
  }

  @Override
  public void registerClients(ClientFactory factory) {
    factory.register(V1alpha2APIGroupDSL.class, new V1alpha2APIGroupClient());
  }
}
