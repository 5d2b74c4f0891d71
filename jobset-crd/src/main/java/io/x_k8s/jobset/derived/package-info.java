/**
 * The objects that a JobSet stands for: child Jobs, the headless Service, volume claims. The
 * operator creates them, a client can show them beforehand. Pure functions: a JobSet given is never
 * changed, and what is returned is independent of it.
 *
 * <p>A JobSet is read as it is stored. Absent fields have the meaning that the controller gives
 * them, whether or not an admission webhook ever filled in defaults: no {@code network} is no DNS,
 * absent {@code replicas} are 1. The only value filled in is {@code restartPolicy: OnFailure},
 * because the Job API refuses a Pod template without one.
 */
package io.x_k8s.jobset.derived;
