package io.x_k8s.jobset.e2e.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.v1alpha2.JobSetResource;
import io.x_k8s.jobset.client.v1alpha2.JobSets;
import io.x_k8s.jobset.client.v1alpha2.logs.LogOptions;
import io.x_k8s.jobset.e2e.cluster.LocalCluster;
import io.x_k8s.jobset.e2e.launch.JobSetCrd;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a real API server refuses, in words that help. */
class ClientRefusalsIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void saysWhatIsMissingOrForbidden() {
    try (var cluster = LocalCluster.api().user("stranger").start();
        var administrator = client(cluster.kubeconfig());
        var stranger = client(cluster.kubeconfig("stranger"))) {
      Stream.<ThrowingCallable>of(
              () -> jobSets(administrator).resource(jobSet()).submit(),
              () -> jobSets(administrator).resource(jobSet()).apply("pipeline"),
              () -> jobSets(administrator).withName("training").suspend(),
              () -> jobSets(administrator).withName("training").explain(),
              () -> jobSets(administrator).withName("training").logs(LogOptions.SO_FAR),
              () -> jobSets(administrator).withName("training").waitUntilFinished(SOON))
          .forEach(
              operation ->
                  assertThatThrownBy(operation)
                      .isInstanceOf(KubernetesClientException.class)
                      .hasMessage(
                          "JobSet is not installed in this cluster: its API server does not know jobsets of jobset.x-k8s.io/v1alpha2. Install the CRD."));

      JobSetCrd.install(administrator);
      assertThatThrownBy(() -> jobSets(administrator).withName("training").suspend())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessage("There is no JobSet training in namespace default.");

      assertForbidden("create", () -> jobSets(stranger).resource(jobSet()).submit());
      assertForbidden("patch", () -> jobSets(stranger).resource(jobSet()).apply("pipeline"));
      assertForbidden("get", () -> jobSets(stranger).withName("training").suspend());
      assertForbidden(
          "list and watch", () -> jobSets(stranger).withName("training").waitUntilFinished(SOON));
    }
  }

  private static void assertForbidden(String verb, ThrowingCallable operation) {
    assertThatThrownBy(operation)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageStartingWith("Not allowed to %s jobsets.jobset.x-k8s.io".formatted(verb))
        .hasMessageContaining("User \"stranger\" cannot");
  }

  private static NonNamespaceOperation<JobSet, JobSetList, JobSetResource> jobSets(
      KubernetesClient client) {
    return client.adapt(JobSetClient.class).v1alpha2().jobSets().inNamespace("default");
  }

  private static JobSet jobSet() {
    return JobSets.workers(
            "training",
            1,
            new PodTemplateSpecBuilder()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox")
                .endContainer()
                .endSpec()
                .build())
        .build();
  }

  private static KubernetesClient client(Path kubeconfig) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }
}
