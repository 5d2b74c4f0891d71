/**
 * Performs plans against the API server: bounded concurrency, UID preconditions, and answers such
 * as AlreadyExists or NotFound taken for what they mean. It decides nothing about JobSets.
 */
package io.x_k8s.jobset.operator.apply;
