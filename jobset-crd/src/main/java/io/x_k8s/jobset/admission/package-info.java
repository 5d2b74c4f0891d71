/**
 * What admission does to a JobSet, as pure functions: {@link io.x_k8s.jobset.admission.Defaulting
 * what is filled in}, {@link io.x_k8s.jobset.admission.Validation what is refused, in the very
 * words of the server}, and {@link io.x_k8s.jobset.admission.Warnings what is likely a mistake}.
 * The operator's webhooks answer with them; {@link io.x_k8s.jobset.admission.Preflight} puts them
 * together for a program that wants to know before it submits.
 *
 * <p>Nothing here talks to a cluster, and a JobSet given is never changed. Feature gates and
 * existing claims are parameters.
 */
package io.x_k8s.jobset.admission;
