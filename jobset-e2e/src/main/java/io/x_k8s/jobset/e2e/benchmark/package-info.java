/**
 * Measures the operator against a bare client on a simulated cluster: speed of creation and
 * restart, requests, processor time and memory. {@link io.x_k8s.jobset.e2e.benchmark.Benchmark} is
 * the program.
 */
package io.x_k8s.jobset.e2e.benchmark;
