package io.x_k8s.jobset.e2e.suite;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.e2e.cluster.TestCluster;
import io.x_k8s.jobset.e2e.launch.JobSetCrd;
import io.x_k8s.jobset.e2e.launch.LaunchedOperator;
import io.x_k8s.jobset.e2e.launch.LocalWebhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leads {@code @KubernetesTest} to the cluster under test and has the operator run there, once for
 * all classes. Goes before {@code @KubernetesTest}, which makes its client from the kubeconfig.
 */
final class RunningOperator implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(RunningOperator.class))
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  private record Running(LaunchedOperator operator) implements AutoCloseable {

    static Running start() {
      Path kubeconfig = TestCluster.simulated().kubeconfig();
      System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
      try (KubernetesClient client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
              .build()) {
        JobSetCrd.install(client);
        LaunchedOperator operator =
            LaunchedOperator.start(
                Path.of(System.getProperty(LaunchedOperator.DISTRIBUTION_PROPERTY)),
                kubeconfig,
                Files.createTempFile("jobset-operator-", ".log"));
        if (!TestCluster.simulated().external()) {
          LocalWebhooks.install(client, operator.webhookPort());
        }
        return new Running(operator);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the operator started", e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      operator.close();
    }
  }
}
