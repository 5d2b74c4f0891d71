package io.x_k8s.jobset.operator.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The admission server: {@code webhook} of the configuration file.
 *
 * @param port port, 9443 by default; 0 takes any free port
 * @param host address to listen on; empty, the default, for all addresses
 * @param certDir folder of {@code tls.crt} and {@code tls.key}, if set
 */
public record WebhookConfiguration(int port, String host, Optional<Path> certDir) {
  static final WebhookConfiguration DEFAULTS = new WebhookConfiguration(9443, "", Optional.empty());

  private static final Path DEFAULT_CERT_DIR = Path.of("/tmp/k8s-webhook-server/serving-certs");
  private static final int MAX_PORT = 65_535;

  /** The folder to read the certificate from: {@link #certDir}, or the place of the shipped one. */
  public Path effectiveCertDir() {
    return certDir.orElse(DEFAULT_CERT_DIR);
  }

  static WebhookConfiguration read(ObjectReader object) {
    return new WebhookConfiguration(
        object.integer("port").orElse(DEFAULTS.port),
        object.text("host").orElse(DEFAULTS.host),
        object.file("certDir"));
  }

  void write(ObjectWriter object) {
    object
        .field("port", port, DEFAULTS.port)
        .field("host", host, DEFAULTS.host)
        .field("certDir", certDir, DEFAULTS.certDir);
  }

  void validate(Problems problems) {
    if (port < 0 || port > MAX_PORT) {
      problems.addInvalid("webhook.port", port, "must be between 0 and " + MAX_PORT);
    }
  }
}
