package io.x_k8s.jobset.e2e.admission;

import static io.x_k8s.jobset.e2e.admission.BareCluster.probe;
import static io.x_k8s.jobset.e2e.admission.BareCluster.readiness;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.x_k8s.jobset.e2e.launch.LocalWebhooks;
import io.x_k8s.jobset.operator.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Certificates on a real API server, which verifies them with Go's library. */
@ResourceLock(BareCluster.LOCK)
class CertificatesIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final BareCluster cluster = BareCluster.shared();

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @Test
  @Tag("admission:K1")
  @Tag("admission:K2")
  @Tag("operations:OP-17")
  void emptySecretIsFilledAndAllWebhooksTrustIt() throws IOException, InterruptedException {
    makeEmptySecret();
    try (Operator operator = cluster.startOperator("")) {
      LocalWebhooks.install(cluster.client(), operator.webhookPort());

      cluster.awaitReady(operator);
      assertThat(cluster.secret().get().getData())
          .containsOnlyKeys("ca.crt", "ca.key", "tls.crt", "tls.key");
      assertThat(cluster.secretText("tls.key")).startsWith("-----BEGIN RSA PRIVATE KEY-----");
      assertThat(cluster.trusted()).hasSize(5).containsOnly(cluster.secretText("ca.crt"));
    }
    String before = cluster.secret().get().getMetadata().getResourceVersion();
    try (Operator next = cluster.startOperator("")) {
      cluster.awaitReady(next);
      assertThat(cluster.secret().get().getMetadata().getResourceVersion())
          .as("a good Secret is left alone")
          .isEqualTo(before);
    }
  }

  /** Gap G28: the original crashes. */
  @Test
  @Tag("operations:OP-19")
  void missingSecretIsMadeAndMadeAgainWhenItIsErased() throws IOException, InterruptedException {
    try (Operator operator = cluster.startOperator("")) {
      LocalWebhooks.install(cluster.client(), operator.webhookPort());
      String first = cluster.secretText("ca.crt");

      cluster.secret().delete();

      await().atMost(SOON).until(() -> cluster.secret().get() != null);
      String second = cluster.secretText("ca.crt");
      assertThat(second).isNotEqualTo(first);
      await().atMost(SOON).untilAsserted(() -> assertThat(cluster.trusted()).containsOnly(second));
      LocalWebhooks.awaitDefaulting(cluster.client(), "default");
    }
  }

  @Test
  @Tag("admission:K6")
  @Tag("operations:OP-18")
  void bundleThatIsEditedIsPutBack() throws IOException, InterruptedException {
    try (Operator operator = cluster.startOperator("")) {
      LocalWebhooks.install(cluster.client(), operator.webhookPort());
      String authority = cluster.secretText("ca.crt");

      cluster
          .validating()
          .edit(
              found -> {
                found.getWebhooks().get(1).getClientConfig().setCaBundle(null);
                return found;
              });

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(cluster.trusted()).hasSize(5).containsOnly(authority));
      cluster.awaitReady(operator);
    }
  }

  @Test
  @Tag("admission:K7")
  void missingConfigurationHoldsNothingUp() throws IOException, InterruptedException {
    try (Operator operator = cluster.startOperator("")) {
      cluster.client().resource(LocalWebhooks.service(operator.webhookPort())).create();
      cluster.client().resource(LocalWebhooks.mutating(operator.webhookPort())).create();

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(cluster.trusted()).hasSize(3).doesNotContain(""));
      LocalWebhooks.awaitDefaulting(cluster.client(), "default");
      cluster.awaitReady(operator);
    }
  }

  @Test
  void whereNothingIsInstalledNothingIsMade() throws IOException, InterruptedException {
    try (Operator operator = cluster.startOperator("")) {
      cluster.awaitReady(operator);

      assertThat(cluster.secret().get()).isNull();
      assertThat(cluster.trusted()).isEmpty();
    }
  }

  @Test
  void replicasAgreeOnOneAuthority() throws IOException, InterruptedException {
    try (Operator first = cluster.startOperator("")) {
      cluster.client().resource(LocalWebhooks.service(first.webhookPort())).create();
      cluster.client().resource(LocalWebhooks.mutating(first.webhookPort())).create();
      cluster.secret().delete();
      try (Operator second = cluster.startOperator("");
          Operator third = cluster.startOperator("")) {
        cluster.client().resource(LocalWebhooks.validating(first.webhookPort())).create();
        for (Operator operator : List.of(first, second, third)) {
          cluster.awaitReady(operator);
        }

        await()
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  Set<String> served = new HashSet<>();
                  for (Operator operator : List.of(first, second, third)) {
                    served.add(RawClient.certificate(operator.webhookPort()));
                  }
                  assertThat(served).containsExactly(cluster.secretText("tls.crt"));
                  assertThat(cluster.trusted()).containsOnly(cluster.secretText("ca.crt"));
                });
        for (Operator operator : List.of(first, second, third)) {
          assertThat(readiness(operator)).isEqualTo(200);
        }
      }
    }
  }

  @Test
  @Tag("admission:K8")
  @Tag("admission:K9")
  @Tag("admission:K10")
  @Tag("operations:OP-08")
  void filesAreServedAndNothingIsWrittenWhenSomebodyElseMakesThem(@TempDir Path folder)
      throws IOException, InterruptedException {
    String files =
        """
        webhook: {host: 127.0.0.1, port: 0, certDir: "%s"}
        internalCertManagement: {enable: false}
        """
            .formatted(folder);
    try (Operator maker = cluster.startOperator("")) {
      LocalWebhooks.install(cluster.client(), maker.webhookPort());
    }
    String certificate = cluster.secretText("tls.crt");
    String key = cluster.secretText("tls.key");
    cluster.clear();
    try (Operator operator = cluster.startOperator(files)) {
      assertThat(readiness(operator)).isEqualTo(500);
      assertThat(probe(operator, "healthz")).isEqualTo(200);
      cluster.client().resource(LocalWebhooks.service(operator.webhookPort())).create();
      cluster.client().resource(LocalWebhooks.mutating(operator.webhookPort())).create();

      Files.writeString(folder.resolve("tls.crt"), certificate);
      Files.writeString(folder.resolve("tls.key"), key);

      cluster.awaitReady(operator);
      assertThat(RawClient.certificate(operator.webhookPort())).isEqualTo(certificate);
      assertThat(cluster.secret().get()).isNull();
      assertThat(cluster.trusted()).containsOnly("");
    }
  }

  private void makeEmptySecret() {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(LocalWebhooks.NAMESPACE)
                .withName("jobset-webhook-server-cert")
                .endMetadata()
                .build())
        .create();
  }
}
