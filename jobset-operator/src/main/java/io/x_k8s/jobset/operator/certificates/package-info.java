/**
 * The admission server's certificate: made and renewed by the operator itself and kept in a Secret,
 * or read from files that somebody else keeps current; and the trust of the webhook configurations
 * in it. What is to be done is decided by pure functions.
 */
package io.x_k8s.jobset.operator.certificates;
