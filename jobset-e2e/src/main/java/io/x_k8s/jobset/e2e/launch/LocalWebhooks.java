package io.x_k8s.jobset.e2e.launch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.operator.admission.WebhookConfigurations;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Admission in a cluster whose operator runs on this machine beside the API server: the webhook
 * configurations, and a Service whose {@code externalName} leads to this machine. The API server
 * connects there, to the port that the configuration names, and still wants a certificate for the
 * Service; so the operator's internal certificates work as they do in a cluster.
 */
public final class LocalWebhooks {
  /** The namespace that an operator outside a cluster takes for its own. */
  public static final String NAMESPACE = "jobset-system";

  /** The Service in front of the admission server. */
  public static final String SERVICE = "jobset-webhook-service";

  private static final Duration WORKING_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private LocalWebhooks() {}

  /**
   * Installs them for a running operator, and returns when JobSets are defaulted.
   *
   * @param client may do everything; is used as administrator
   * @param port where the operator's admission server listens on this machine
   * @throws IllegalStateException if that takes longer than half a minute
   */
  public static void install(KubernetesClient client, int port) throws InterruptedException {
    apply(client, namespace());
    apply(client, service(port));
    apply(client, mutating(port));
    apply(client, validating(port));
    awaitDefaulting(client, "default");
  }

  /** The configuration of mutating webhooks for an admission server on this machine. */
  public static MutatingWebhookConfiguration mutating(int port) {
    return new WebhookConfigurations(NAMESPACE, SERVICE, port).mutating();
  }

  /** The configuration of validating webhooks for an admission server on this machine. */
  public static ValidatingWebhookConfiguration validating(int port) {
    return new WebhookConfigurations(NAMESPACE, SERVICE, port).validating();
  }

  /** The operator's namespace. */
  public static HasMetadata namespace() {
    return new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
  }

  /** The Service that leads to this machine. */
  public static Service service(int port) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(SERVICE)
        .endMetadata()
        .withNewSpec()
        .withType("ExternalName")
        .withExternalName("localhost")
        .addNewPort()
        .withPort(port)
        .endPort()
        .endSpec()
        .build();
  }

  private static void apply(KubernetesClient client, HasMetadata object) {
    client.resource(object).fieldManager("jobset-e2e").forceConflicts().serverSideApply();
  }

  /**
   * Waits until a JobSet of this namespace would be defaulted: the API server learns of new objects
   * a little later than we do.
   *
   * @throws IllegalStateException if that takes longer than half a minute
   */
  public static void awaitDefaulting(KubernetesClient client, String namespace)
      throws InterruptedException {
    JobSet probe =
        new JobSetBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withGenerateName("probe-")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .build();
    long deadline = System.nanoTime() + WORKING_WITHIN.toNanos();
    String problem = "the webhooks are not asked";
    while (System.nanoTime() < deadline) {
      try {
        if (client.resource(probe).dryRun().create().getSpec().getSuccessPolicy() != null) {
          return;
        }
      } catch (KubernetesClientException e) {
        problem = e.getMessage();
      }
      new CountDownLatch(1).await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    }
    throw new IllegalStateException(
        "JobSets were not defaulted within %d s: %s"
            .formatted(WORKING_WITHIN.toSeconds(), problem));
  }
}
