package io.x_k8s.jobset.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.operator.admission.AdmissionHandler;
import io.x_k8s.jobset.operator.admission.AdmissionPath;
import io.x_k8s.jobset.operator.admission.AdmissionServer;
import io.x_k8s.jobset.operator.admission.WebhookConfigurations;
import io.x_k8s.jobset.operator.certificates.CertificateFiles;
import io.x_k8s.jobset.operator.certificates.CertificateSource;
import io.x_k8s.jobset.operator.certificates.InternalCertificates;
import io.x_k8s.jobset.operator.certificates.ServingCertificate;
import io.x_k8s.jobset.operator.config.Configuration;
import io.x_k8s.jobset.operator.config.InternalCertManagement;
import io.x_k8s.jobset.operator.config.WebhookConfiguration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The admission server together with what keeps its certificate current. Runs in every replica,
 * leader or not.
 */
final class AdmissionService implements AutoCloseable {
  private final List<CertificateSource> certificates;
  private final AdmissionServer server;

  /**
   * Binds the port.
   *
   * @param namespace namespace of the operator
   * @param handlers who decides, by path
   * @throws IOException if the port cannot be used
   */
  AdmissionService(
      Configuration configuration,
      KubernetesClient client,
      ObjectMapper mapper,
      String namespace,
      Map<AdmissionPath, AdmissionHandler> handlers)
      throws IOException {
    ServingCertificate serving = new ServingCertificate();
    this.certificates = sources(configuration, client, mapper, namespace, serving);
    this.server =
        new AdmissionServer(
            address(configuration.webhook()),
            serving.context(),
            configuration.tls().sslParameters(serving.context().getDefaultSSLParameters()),
            handlers,
            mapper);
  }

  /** Starts to serve at once, and to get a certificate in the background. */
  void start() {
    server.start();
    certificates.forEach(CertificateSource::start);
  }

  /** The port that it listens on. */
  int port() {
    return server.port();
  }

  /** Why it must not be called yet; empty if it may. */
  Optional<String> problem() {
    return certificates.stream().flatMap(source -> source.problem().stream()).findFirst();
  }

  @Override
  public void close() {
    server.close();
    certificates.forEach(CertificateSource::close);
  }

  /**
   * In internal mode the Secret is served as the API shows it; only a folder that the configuration
   * names goes before it, while the Secret is still looked after.
   */
  private static List<CertificateSource> sources(
      Configuration configuration,
      KubernetesClient client,
      ObjectMapper mapper,
      String namespace,
      ServingCertificate serving) {
    InternalCertManagement internal = configuration.internalCertManagement();
    boolean fromFiles = !internal.enable() || configuration.webhook().certDir().isPresent();
    List<CertificateSource> sources = new ArrayList<>();
    if (fromFiles) {
      sources.add(new CertificateFiles(configuration.webhook().effectiveCertDir(), serving));
    }
    if (internal.enable()) {
      sources.add(
          new InternalCertificates(
              client,
              mapper,
              new InternalCertificates.Names(
                  namespace,
                  internal.webhookSecretName().orElseThrow(),
                  internal.webhookServiceName().orElseThrow(),
                  WebhookConfigurations.MUTATING,
                  WebhookConfigurations.VALIDATING),
              InstantSource.system(),
              serving,
              !fromFiles));
    }
    return sources;
  }

  private static InetSocketAddress address(WebhookConfiguration webhook) {
    return webhook.host().isEmpty()
        ? new InetSocketAddress(webhook.port())
        : new InetSocketAddress(webhook.host(), webhook.port());
  }
}
