/**
 * Why a JobSet is not running: what the objects around it tell, put into sentences. {@link
 * io.x_k8s.jobset.client.v1alpha2.explain.Explanation#of} is a pure function; reading the objects
 * is somebody else's work.
 */
package io.x_k8s.jobset.client.v1alpha2.explain;
