/**
 * Decides what one pass over a JobSet does. Everything here is a pure function of a {@link
 * io.x_k8s.jobset.operator.plan.Snapshot}: no client, no clock, no logging, no change to what was
 * given. {@link io.x_k8s.jobset.operator.plan.JobSetPlanner} is the table of contents; each policy
 * is a class of its own.
 */
package io.x_k8s.jobset.operator.plan;
