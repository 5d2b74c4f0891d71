package io.x_k8s.jobset.operator.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything the operator was told, checked and merged. Immutable.
 *
 * @param configuration the configuration file, or the defaults, after the flags that override it
 * @param kubeconfig the file that {@code --kubeconfig} names; empty to look for the cluster in
 *     {@code KUBECONFIG}, the service account of the Pod and {@code ~/.kube/config}
 * @param logging how to log
 */
public record OperatorOptions(
    Configuration configuration, Optional<Path> kubeconfig, LoggingOptions logging) {}
