package io.x_k8s.jobset.operator.runtime;

/**
 * Marks an exception that is part of normal operation, such as a lost race for a resourceVersion:
 * the reconcile is retried with back-off, but nothing is logged as an error.
 */
public interface RetryQuietly {}
