/**
 * The typed client for JobSets: an extension of fabric8's Kubernetes client, which finds it on the
 * class path by itself. {@link io.x_k8s.jobset.client.JobSetClient} is where to begin.
 */
package io.x_k8s.jobset.client;
