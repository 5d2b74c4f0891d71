package io.x_k8s.jobset.e2e.operator;

import io.x_k8s.jobset.operator.config.Configuration;
import io.x_k8s.jobset.operator.config.ConfigurationFile;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How an operator of a test is configured: as users do it, by a configuration file.
 *
 * @param yaml the file's text
 */
record OperatorSettings(String yaml) {

  /** Alone, without servers, with these feature gates on. */
  static OperatorSettings withGates(String... gates) {
    return of("leaderElect: false", gates);
  }

  /** One of several, of which the holder of a lease in this namespace works. */
  static OperatorSettings electedIn(String namespace) {
    return of(
        """
        leaderElect: true
          leaseDuration: 3s
          renewDeadline: 2s
          retryPeriod: 300ms
          resourceNamespace: %s\
        """
            .formatted(namespace));
  }

  private static OperatorSettings of(String election, String... gates) {
    return new OperatorSettings(
        """
        apiVersion: config.jobset.x-k8s.io/v1alpha1
        kind: Configuration
        leaderElection:
          %s
        webhook:
          host: 127.0.0.1
          port: 0
        health:
          healthProbeBindAddress: "0"
        metrics:
          bindAddress: "0"
        featureGates: {%s}
        """
            .formatted(
                election,
                Arrays.stream(gates)
                    .map(gate -> gate + ": true")
                    .collect(Collectors.joining(", "))));
  }

  Configuration configuration() {
    return ConfigurationFile.parse(yaml, "test's configuration");
  }
}
