package io.x_k8s.jobset.operator.runtime;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Where events are written to. Failures carry the API server's code, 0 for no answer. */
interface EventStore {
  /**
   * @throws KubernetesClientException if it was not created
   */
  void create(Event event);

  /**
   * @throws KubernetesClientException if it was not updated; 404 if the event has expired
   */
  void updateSeries(String namespace, String name, int count, MicroTime lastObserved);
}
