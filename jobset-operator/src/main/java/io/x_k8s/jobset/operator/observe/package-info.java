/**
 * Turns objects of the API server into the small records that the planner reads, and puts them
 * together to one {@link io.x_k8s.jobset.operator.plan.Snapshot} per pass.
 */
package io.x_k8s.jobset.operator.observe;
