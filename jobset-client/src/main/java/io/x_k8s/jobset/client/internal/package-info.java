/**
 * What the packages of the client share. Not for programs: it may change in any release.
 *
 * <p>{@link io.x_k8s.jobset.client.internal.LiveObjects} is what everything that follows the
 * cluster is built on.
 */
package io.x_k8s.jobset.client.internal;
