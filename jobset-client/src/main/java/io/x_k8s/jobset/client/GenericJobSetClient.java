package io.x_k8s.jobset.client;

import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceable;
import io.fabric8.kubernetes.client.dsl.Namespaceable;
import io.fabric8.kubernetes.client.dsl.RequestConfigurable;

/**
 * A client for JobSets that can be bound to a namespace, to all of them, or to another request
 * configuration.
 *
 * @param <C> the client that results
 */
public interface GenericJobSetClient<C extends Client>
    extends JobSetClient, Namespaceable<C>, AnyNamespaceable<C>, RequestConfigurable<C> {}
