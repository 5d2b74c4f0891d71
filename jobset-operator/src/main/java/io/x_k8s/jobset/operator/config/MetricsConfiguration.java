package io.x_k8s.jobset.operator.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The metrics server: {@code metrics} of the configuration file.
 *
 * @param bindAddress where it listens, {@code :8443} by default
 * @param certDir folder of {@code tls.crt} and {@code tls.key}, if set; see {@link
 *     Configuration#metricsCertDir}
 */
public record MetricsConfiguration(BindAddress bindAddress, Optional<Path> certDir) {
  static final MetricsConfiguration DEFAULTS =
      new MetricsConfiguration(new BindAddress("", 8443), Optional.empty());

  /** The same, listening elsewhere. */
  MetricsConfiguration withBindAddress(BindAddress bindAddress) {
    return new MetricsConfiguration(bindAddress, certDir);
  }

  static MetricsConfiguration read(ObjectReader object) {
    return new MetricsConfiguration(
        object.parsed("bindAddress", BindAddress::parse).orElse(DEFAULTS.bindAddress),
        object.file("certDir"));
  }

  void write(ObjectWriter object) {
    object
        .field("bindAddress", bindAddress, DEFAULTS.bindAddress)
        .field("certDir", certDir, DEFAULTS.certDir);
  }
}
