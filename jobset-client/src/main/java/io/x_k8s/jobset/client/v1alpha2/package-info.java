/** Operations on JobSets of {@code jobset.x-k8s.io/v1alpha2}, and what they return. */
package io.x_k8s.jobset.client.v1alpha2;
