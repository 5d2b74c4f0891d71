package io.x_k8s.jobset.e2e.benchmark;

/**
 * What something took.
 *
 * @param seconds on the clock
 * @param cpuSeconds of this program, the cluster and the operator together
 */
record Elapsed(double seconds, double cpuSeconds) {}
