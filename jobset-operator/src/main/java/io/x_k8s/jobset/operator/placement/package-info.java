/**
 * Exclusive placement: one topology domain per Job. New Pods are prepared or held back by {@link
 * io.x_k8s.jobset.operator.placement.PodMutation} and {@link
 * io.x_k8s.jobset.operator.placement.PodValidation}; what went wrong all the same is repaired by
 * the elected process. The decisions are pure functions of slim records.
 */
package io.x_k8s.jobset.operator.placement;
