/** The first thing that a user runs: a cluster, the operator, and an example, by one command. */
package io.x_k8s.jobset.e2e.quickstart;
