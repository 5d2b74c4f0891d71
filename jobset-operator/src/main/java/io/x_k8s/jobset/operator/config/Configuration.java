package io.x_k8s.jobset.operator.config;

import io.x_k8s.jobset.operator.features.FeatureGates;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The configuration file, every absent field at its default. Immutable.
 *
 * @param webhook the admission server
 * @param leaderElection how replicas agree on the one that works
 * @param metrics the metrics server
 * @param health the probes
 * @param tls what the metrics and the admission server accept
 * @param internalCertManagement who makes the admission server's certificate
 * @param clientConnection how fast the API server may be called
 * @param featureGates the gates that the file sets, by name; see {@link #gates}
 */
public record Configuration(
    WebhookConfiguration webhook,
    LeaderElectionConfiguration leaderElection,
    MetricsConfiguration metrics,
    HealthConfiguration health,
    TlsConfiguration tls,
    InternalCertManagement internalCertManagement,
    ClientConnection clientConnection,
    Map<String, Boolean> featureGates) {
  /** What every configuration file must say as {@code apiVersion}. */
  public static final String API_VERSION = "config.jobset.x-k8s.io/v1alpha1";

  /** What every configuration file must say as {@code kind}. */
  public static final String KIND = "Configuration";

  /** What holds without a configuration file. */
  public static final Configuration DEFAULTS =
      new Configuration(
          WebhookConfiguration.DEFAULTS,
          LeaderElectionConfiguration.DEFAULTS,
          MetricsConfiguration.DEFAULTS,
          HealthConfiguration.DEFAULTS,
          TlsConfiguration.DEFAULTS,
          InternalCertManagement.DEFAULTS,
          ClientConnection.DEFAULTS,
          Map.of());

  private static final Path DEFAULT_METRICS_CERT_DIR =
      Path.of("/tmp/k8s-metrics-server/serving-certs");

  public Configuration {
    featureGates = Collections.unmodifiableMap(new TreeMap<>(featureGates));
  }

  /**
   * The feature gates.
   *
   * @throws IllegalArgumentException if the settings are wrong; never for a configuration that was
   *     loaded
   */
  public FeatureGates gates() {
    return FeatureGates.of(featureGates);
  }

  /**
   * The folder of the metrics server's {@code tls.crt} and {@code tls.key}; empty if it is to make
   * a certificate for itself, which it does when the folder is not set and the operator makes the
   * admission server's certificate too.
   */
  public Optional<Path> metricsCertDir() {
    return metrics
        .certDir()
        .or(
            () ->
                Optional.of(DEFAULT_METRICS_CERT_DIR)
                    .filter(unset -> !internalCertManagement.enable()));
  }

  /** The whole configuration as a configuration file, defaults included. For the log. */
  public String toYaml() {
    return ConfigurationFile.format(this, false);
  }

  /** A configuration file that says only what differs from the defaults. */
  public String toYamlOfChanges() {
    return ConfigurationFile.format(this, true);
  }

  Configuration withLeaderElection(UnaryOperator<LeaderElectionConfiguration> change) {
    return new Configuration(
        webhook,
        change.apply(leaderElection),
        metrics,
        health,
        tls,
        internalCertManagement,
        clientConnection,
        featureGates);
  }

  Configuration withMetrics(UnaryOperator<MetricsConfiguration> change) {
    return new Configuration(
        webhook,
        leaderElection,
        change.apply(metrics),
        health,
        tls,
        internalCertManagement,
        clientConnection,
        featureGates);
  }

  Configuration withHealth(UnaryOperator<HealthConfiguration> change) {
    return new Configuration(
        webhook,
        leaderElection,
        metrics,
        change.apply(health),
        tls,
        internalCertManagement,
        clientConnection,
        featureGates);
  }

  Configuration withClientConnection(UnaryOperator<ClientConnection> change) {
    return new Configuration(
        webhook,
        leaderElection,
        metrics,
        health,
        tls,
        internalCertManagement,
        change.apply(clientConnection),
        featureGates);
  }

  static Configuration read(ObjectReader root) {
    return new Configuration(
        WebhookConfiguration.read(root.object("webhook")),
        LeaderElectionConfiguration.read(root.object("leaderElection")),
        MetricsConfiguration.read(root.object("metrics")),
        HealthConfiguration.read(root.object("health")),
        TlsConfiguration.read(root.object("tls")),
        InternalCertManagement.read(root.object("internalCertManagement")),
        ClientConnection.read(root.object("clientConnection")),
        root.bools("featureGates"));
  }

  void write(ObjectWriter root) {
    root.field("apiVersion", API_VERSION, "")
        .field("kind", KIND, "")
        .objectAlways("webhook", webhook::write)
        .object("leaderElection", leaderElection::write)
        .objectAlways("metrics", metrics::write)
        .objectAlways("health", health::write)
        .object("tls", tls::write)
        .object("internalCertManagement", internalCertManagement::write)
        .object("clientConnection", clientConnection::write)
        .field("featureGates", featureGates, Map.of());
  }

  void validate(Problems problems) {
    webhook.validate(problems);
    leaderElection.validate(problems);
    health.validate(problems);
    tls.validate(problems);
    internalCertManagement.validate(problems);
    clientConnection.validate(problems);
    FeatureGates.problems(featureGates)
        .forEach(problem -> problems.add("featureGates: " + problem));
  }
}
