package io.x_k8s.jobset.client;

import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.WithRequestCallable;
import io.fabric8.kubernetes.client.dsl.FunctionCallable;
import io.fabric8.kubernetes.client.extension.ExtensionRootClientAdapter;
import io.x_k8s.jobset.client.v1alpha2.V1alpha2APIGroupClient;
import io.x_k8s.jobset.client.v1alpha2.V1alpha2APIGroupDSL;

/** The client for JobSets, on a connection of its own or on one that exists. */
public class DefaultJobSetClient extends ExtensionRootClientAdapter<DefaultJobSetClient>
    implements NamespacedJobSetClient {

  /** Connects to the cluster of the current kubeconfig, or of the Pod that it runs in. */
  public DefaultJobSetClient() {}

  /**
   * Connects to a cluster.
   *
   * @param configuration where it is and who asks
   */
  public DefaultJobSetClient(Config configuration) {
    super(configuration);
  }

  /**
   * Shares a client's connection.
   *
   * @param client the other client; closing either closes both
   */
  public DefaultJobSetClient(Client client) {
    super(client);
  }

  @Override
  protected DefaultJobSetClient newInstance(Client client) {
    return new DefaultJobSetClient(client);
  }

  @Override
  public FunctionCallable<NamespacedJobSetClient> withRequestConfig(RequestConfig requestConfig) {
    return new WithRequestCallable<>(this, requestConfig);
  }

  @Override
  public V1alpha2APIGroupDSL v1alpha2() {
    return adapt(V1alpha2APIGroupClient.class);
  }
}
