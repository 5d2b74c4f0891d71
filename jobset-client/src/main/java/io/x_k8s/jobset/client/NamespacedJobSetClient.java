package io.x_k8s.jobset.client;

/** A client for JobSets whose operations are bound to a namespace, if not told otherwise. */
public interface NamespacedJobSetClient
    extends JobSetClient, GenericJobSetClient<NamespacedJobSetClient> {}
