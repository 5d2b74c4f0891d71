package io.x_k8s.jobset.e2e.admission;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.e2e.cluster.LocalCluster;
import io.x_k8s.jobset.e2e.launch.JobSetCrd;
import io.x_k8s.jobset.e2e.launch.LocalWebhooks;
import io.x_k8s.jobset.operator.Operator;
import io.x_k8s.jobset.operator.admission.WebhookConfigurations;
import io.x_k8s.jobset.operator.config.ConfigurationFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * An API server with the CRD alone, where a test installs and breaks admission as it likes. Tests
 * that use it take turns: lock {@link #LOCK}.
 */
final class BareCluster {
  /** For {@code @ResourceLock}. */
  static final String LOCK = "bare cluster";

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Path kubeconfig;
  private final Config config;
  private final KubernetesClient client;

  private BareCluster(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.config = Config.fromKubeconfig(kubeconfig.toFile());
    this.client =
        new KubernetesClientBuilder()
            // A webhook that cannot be called is a 500, which would be tried again for half a
            // minute.
            .withConfig(new ConfigBuilder(config).withRequestRetryBackoffLimit(0).build())
            .build();
    JobSetCrd.install(client);
    client.resource(LocalWebhooks.namespace()).create();
  }

  static BareCluster shared() {
    return Shared.CLUSTER;
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  KubernetesClient client() {
    return client;
  }

  /** Removes everything of admission. */
  void clear() {
    mutating().delete();
    validating().delete();
    secret().delete();
    client.services().inNamespace(LocalWebhooks.NAMESPACE).withName(LocalWebhooks.SERVICE).delete();
  }

  Resource<MutatingWebhookConfiguration> mutating() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(WebhookConfigurations.MUTATING);
  }

  Resource<ValidatingWebhookConfiguration> validating() {
    return client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(WebhookConfigurations.VALIDATING);
  }

  Resource<Secret> secret() {
    return client
        .secrets()
        .inNamespace(LocalWebhooks.NAMESPACE)
        .withName("jobset-webhook-server-cert");
  }

  /** A text of the Secret, decoded. */
  String secretText(String key) {
    return new String(
        Base64.getDecoder().decode(secret().get().getData().get(key)), StandardCharsets.UTF_8);
  }

  /** Whom each webhook of the configurations that exist trusts, as PEM; empty for nobody. */
  List<String> trusted() {
    MutatingWebhookConfiguration mutating = mutating().get();
    ValidatingWebhookConfiguration validating = validating().get();
    return Stream.concat(
            mutating == null
                ? Stream.empty()
                : mutating.getWebhooks().stream().map(webhook -> webhook.getClientConfig()),
            validating == null
                ? Stream.empty()
                : validating.getWebhooks().stream().map(webhook -> webhook.getClientConfig()))
        .map(WebhookClientConfig::getCaBundle)
        .map(
            bundle ->
                bundle == null
                    ? ""
                    : new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8))
        .toList();
  }

  /** An operator that leaves the JobSets alone unless it is the leader; ready or not. */
  Operator startOperator(String more) throws IOException, InterruptedException {
    Operator operator =
        new Operator(
            ConfigurationFile.parse(
                """
                apiVersion: config.jobset.x-k8s.io/v1alpha1
                kind: Configuration
                leaderElection: {leaderElect: false}
                health: {healthProbeBindAddress: "127.0.0.1:0"}
                metrics: {bindAddress: "0"}
                %s
                """
                    .formatted(more.isEmpty() ? "webhook: {host: 127.0.0.1, port: 0}" : more),
                "test's configuration"),
            config);
    operator.start();
    return operator;
  }

  void awaitReady(Operator operator) {
    await().atMost(SOON).until(() -> readiness(operator) == 200);
  }

  /** Status of the readiness probe. */
  static int readiness(Operator operator) {
    return probe(operator, "readyz");
  }

  static int probe(Operator operator, String endpoint) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:%d/%s"
                              .formatted(operator.healthPort().orElseThrow(), endpoint)))
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  GenericKubernetesResource create(GenericKubernetesResource object) {
    return client.resource(object).inNamespace("default").create();
  }

  /** Waits until the API server has noticed that the webhook answers, or no longer does. */
  void awaitCreation(GenericKubernetesResource object, boolean possible) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              try {
                client.resource(object).inNamespace("default").dryRun().create();
                return possible;
              } catch (KubernetesClientException e) {
                return !possible;
              }
            });
  }

  private static final class Shared {
    static final BareCluster CLUSTER = new BareCluster(LocalCluster.api().start().kubeconfig());
  }
}
