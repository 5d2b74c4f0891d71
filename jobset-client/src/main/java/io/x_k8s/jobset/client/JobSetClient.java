package io.x_k8s.jobset.client;

import io.fabric8.kubernetes.client.Client;
import io.x_k8s.jobset.client.v1alpha2.V1alpha2APIGroupDSL;

/**
 * The client for JobSets. Any Kubernetes client of fabric8 becomes one, sharing its connection:
 *
 * <pre>{@code
 * var jobSets = kubernetes.adapt(JobSetClient.class).v1alpha2().jobSets();
 * jobSets.inNamespace("ml").resource(jobSet).create();
 * }</pre>
 *
 * <p>Closing it closes the client that it came from.
 */
public interface JobSetClient extends Client {

  /**
   * The resources of the API's version {@code jobset.x-k8s.io/v1alpha2}.
   *
   * @return their client
   */
  V1alpha2APIGroupDSL v1alpha2();
}
