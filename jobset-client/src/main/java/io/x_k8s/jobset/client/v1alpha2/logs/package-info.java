/**
 * The logs of all Pods of a JobSet as one, over restarts. Everything happens in the thread that
 * reads: it follows the Pods, opens and drains their logs, and asks for more only when it has taken
 * what there was, so that a slow reader slows the cluster down and does not fill memory.
 */
package io.x_k8s.jobset.client.v1alpha2.logs;
