package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.fake.FakeApiServer;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuspensionTest {

  private FakeApiServer server;
  private KubernetesClient kubernetes;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    kubernetes = new KubernetesClientBuilder().withConfig(server.clientConfig()).build();
  }

  @AfterEach
  void stop() {
    kubernetes.close();
    server.close();
  }

  @Test
  void writesTheOneFieldOfTheOneObject() {
    var stored = server.store(jobSet());

    assertThat(jobSets().withName("training").suspend().getSpec().getSuspend()).isTrue();

    assertThat(patches())
        .singleElement()
        .satisfies(
            patch -> {
              assertThat(patch.contentType()).startsWith("application/merge-patch+json");
              assertThat(kubernetes.getKubernetesSerialization().unmarshal(patch.body(), Map.class))
                  .isEqualTo(
                      Map.of(
                          "metadata", Map.of("uid", stored.getMetadata().getUid()),
                          "spec", Map.of("suspend", true)));
            });
    assertThat(jobSets().withName("training").get().getSpec().getReplicatedJobs()).hasSize(1);
  }

  @Test
  void resumesWhatWasSuspended() {
    server.store(jobSet());
    jobSets().withName("training").suspend();

    jobSets().withName("training").resume();

    assertThat(jobSets().withName("training").get().getSpec().getSuspend()).isFalse();
  }

  @Test
  void writesNothingIfThereIsNothingToChange() {
    server.store(jobSet());

    assertThat(jobSets().withName("training").resume().getSpec().getSuspend()).isNull();
    assertThat(patches()).isEmpty();
  }

  @Test
  void leavesAnotherJobSetOfTheSameNameAlone() {
    var first = server.store(jobSet());
    server.delete(first);
    server.store(jobSet());

    assertThatThrownBy(() -> jobSets().resource(first).suspend())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(404))
        .hasMessageContaining("ml/training")
        .hasMessageContaining("another one has its name");
    assertThat(patches()).isEmpty();
  }

  @Test
  void saysThatJobSetsAreNotInstalled() {
    server.refuse("", 404, "404 page not found");

    assertThatThrownBy(() -> jobSets().withName("training").resume())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageStartingWith("JobSet is not installed in this cluster");
  }

  @Test
  void saysThatItMayNotEvenBeRead() {
    server.store(jobSet());
    server.refuse("/training", 403, "no, says the server");

    assertThatThrownBy(() -> jobSets().withName("training").suspend())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageStartingWith(
            "Not allowed to get jobsets.jobset.x-k8s.io in namespace ml: no, says the server.");
  }

  @Test
  void namesTheVerbAndTheResourceThatAreForbidden() {
    server.store(jobSet());
    server.refusePatches(403, "no, says the server");

    assertThatThrownBy(() -> jobSets().withName("training").suspend())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageStartingWith(
            "Not allowed to patch jobsets.jobset.x-k8s.io in namespace ml: no, says the server.");
  }

  @Test
  void saysThatThereIsNoSuchJobSet() {
    assertThatThrownBy(() -> jobSets().withName("training").suspend())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(404))
        .hasMessage("There is no JobSet training in namespace ml.");
  }

  private List<FakeApiServer.Request> patches() {
    return server.requests().stream().filter(request -> request.method().equals("PATCH")).toList();
  }

  private NonNamespaceOperation<JobSet, JobSetList, JobSetResource> jobSets() {
    return kubernetes.adapt(JobSetClient.class).v1alpha2().jobSets().inNamespace("ml");
  }

  private static JobSet jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName("training")
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("workers")
        .endReplicatedJob()
        .endSpec()
        .build();
  }
}
