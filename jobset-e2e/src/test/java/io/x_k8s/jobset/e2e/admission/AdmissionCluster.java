package io.x_k8s.jobset.e2e.admission;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.e2e.cluster.LocalCluster;
import io.x_k8s.jobset.e2e.launch.JobSetCrd;
import io.x_k8s.jobset.e2e.launch.LocalWebhooks;
import io.x_k8s.jobset.operator.Operator;
import io.x_k8s.jobset.operator.config.ConfigurationFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An API server with the webhooks of two operators, one with no feature gate on and one with all.
 * Which of them a namespace has, if any, is its label's to say. Nobody works on the JobSets: a
 * lease that is never free keeps the operators from it.
 *
 * <p>All tests of a JVM share it; each has namespaces of its own.
 */
final class AdmissionCluster {
  private static final String LEASE = "6d4f6a47.jobset.x-k8s.io";
  private static final int FOR_EVER_SECONDS = 1_000_000;

  private final KubernetesClient client;

  private AdmissionCluster(KubernetesClient client) {
    this.client = client;
  }

  static AdmissionCluster shared() {
    return Shared.CLUSTER;
  }

  KubernetesClient client() {
    return client;
  }

  /** Makes a namespace that no test has used. */
  String newNamespace(Admission admission) {
    String name = admission.labelValue() + "-" + UUID.randomUUID().toString().substring(0, 13);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(Admission.LABEL, admission.labelValue())
                .endMetadata()
                .build())
        .create();
    return name;
  }

  private static AdmissionCluster start() {
    Config config =
        Config.fromKubeconfig(
            LocalCluster.api().start().kubeconfig().toFile()); // ends with the JVM
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    JobSetCrd.install(client);
    client.resource(LocalWebhooks.namespace()).create();
    holdTheLease(client);
    try {
      Operator plain = operator(config, "");
      Operator gated =
          operator(config, "InPlaceRestart: true, RestartJob: true, ElasticJobSet: true");
      client.resource(LocalWebhooks.service(plain.webhookPort())).create();
      client.resource(mutating(plain.webhookPort(), gated.webhookPort())).create();
      client.resource(validating(plain.webhookPort(), gated.webhookPort())).create();
      AdmissionCluster cluster = new AdmissionCluster(client);
      for (Admission admission : List.of(Admission.DEFAULT_GATES, Admission.ALL_GATES)) {
        LocalWebhooks.awaitDefaulting(client, cluster.newNamespace(admission));
      }
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void holdTheLease(KubernetesClient client) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(LocalWebhooks.NAMESPACE)
                .withName(LEASE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("tests of admission")
                .withLeaseDurationSeconds(FOR_EVER_SECONDS)
                .withRenewTime(ZonedDateTime.now())
                .endSpec()
                .build())
        .create();
  }

  private static Operator operator(Config cluster, String gates)
      throws IOException, InterruptedException {
    Operator operator =
        new Operator(
            ConfigurationFile.parse(
                """
                apiVersion: config.jobset.x-k8s.io/v1alpha1
                kind: Configuration
                webhook: {host: 127.0.0.1, port: 0}
                health: {healthProbeBindAddress: "0"}
                metrics: {bindAddress: "0"}
                featureGates: {%s}
                """
                    .formatted(gates),
                "test's configuration"),
            cluster);
    operator.start();
    return operator;
  }

  private static MutatingWebhookConfiguration mutating(int plainPort, int gatedPort) {
    MutatingWebhookConfiguration plain = LocalWebhooks.mutating(plainPort);
    MutatingWebhookConfiguration gated = LocalWebhooks.mutating(gatedPort);
    for (MutatingWebhook webhook : plain.getWebhooks()) {
      webhook.setNamespaceSelector(of(Admission.DEFAULT_GATES));
    }
    for (MutatingWebhook webhook : gated.getWebhooks()) {
      webhook.setName("gated." + webhook.getName());
      webhook.setNamespaceSelector(of(Admission.ALL_GATES));
    }
    return new MutatingWebhookConfigurationBuilder(plain)
        .withWebhooks(
            Stream.concat(plain.getWebhooks().stream(), gated.getWebhooks().stream()).toList())
        .build();
  }

  private static ValidatingWebhookConfiguration validating(int plainPort, int gatedPort) {
    ValidatingWebhookConfiguration plain = LocalWebhooks.validating(plainPort);
    ValidatingWebhookConfiguration gated = LocalWebhooks.validating(gatedPort);
    for (ValidatingWebhook webhook : plain.getWebhooks()) {
      webhook.setNamespaceSelector(of(Admission.DEFAULT_GATES));
    }
    for (ValidatingWebhook webhook : gated.getWebhooks()) {
      webhook.setName("gated." + webhook.getName());
      webhook.setNamespaceSelector(of(Admission.ALL_GATES));
    }
    return new ValidatingWebhookConfigurationBuilder(plain)
        .withWebhooks(
            Stream.concat(plain.getWebhooks().stream(), gated.getWebhooks().stream()).toList())
        .build();
  }

  private static LabelSelector of(Admission admission) {
    return new LabelSelectorBuilder()
        .addToMatchLabels(Admission.LABEL, admission.labelValue())
        .build();
  }

  private static final class Shared {
    static final AdmissionCluster CLUSTER = start();
  }
}
