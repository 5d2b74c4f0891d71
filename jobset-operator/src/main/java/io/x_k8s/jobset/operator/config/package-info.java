/**
 * How the operator is told what to do: command line flags and the configuration file. Reading it
 * has no side effects; {@link io.x_k8s.jobset.operator.config.CommandLine} is the way in.
 */
package io.x_k8s.jobset.operator.config;
