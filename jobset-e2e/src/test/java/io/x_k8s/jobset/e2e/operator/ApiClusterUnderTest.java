package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.e2e.cluster.TestCluster;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * The API server that all tests of this JVM share, with the CRD that the model generates.
 *
 * @param config how it is reached
 * @param client asks it directly, past the operators' proxies
 */
record ApiClusterUnderTest(Config config, KubernetesClient client) {
  private static final String CRD = "/META-INF/fabric8/jobsets.jobset.x-k8s.io-v1.yml";

  static ApiClusterUnderTest shared() {
    return Shared.CLUSTER;
  }

  /** Makes a namespace that no test has used. */
  String newNamespace() {
    String name = "jobset-it-" + UUID.randomUUID().toString().substring(0, 13);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  private static ApiClusterUnderTest start() {
    Config config = Config.fromKubeconfig(TestCluster.api().kubeconfig().toFile());
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    try (InputStream crd = JobSet.class.getResourceAsStream(CRD)) {
      client.load(crd).serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    eventually(
        () ->
            assertThatCode(() -> client.resources(JobSet.class).inAnyNamespace().list())
                .as("JobSets are served")
                .doesNotThrowAnyException());
    return new ApiClusterUnderTest(config, client);
  }

  private static final class Shared {
    static final ApiClusterUnderTest CLUSTER = start();
  }
}
