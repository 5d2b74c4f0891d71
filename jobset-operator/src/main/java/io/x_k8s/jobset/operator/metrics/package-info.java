/** What the operator counts for Prometheus. */
package io.x_k8s.jobset.operator.metrics;
