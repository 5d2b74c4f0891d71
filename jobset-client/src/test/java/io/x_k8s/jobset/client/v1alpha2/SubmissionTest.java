package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.x_k8s.jobset.admission.FieldError;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.fake.FakeApiServer;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubmissionTest {

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
  void createsTheJobSetAndGoesOnWithThatVeryObject() {
    var submitted = jobSets().resource(jobSet("training")).submit();

    assertThat(submitted.getItem()).isEqualTo(jobSets().withName("training").get());
    assertThat(submitted.getItem().getMetadata().getUid()).isNotEmpty();
    server.delete(submitted.getItem());
    server.store(jobSet("training"));
    assertThatThrownBy(submitted::suspend).hasMessageContaining("another one has its name");
  }

  @Test
  void takesTheNameThatTheServerChooses() {
    var jobSet =
        jobSet("training")
            .edit()
            .editMetadata()
            .withName(null)
            .withGenerateName("training-")
            .endMetadata()
            .build();

    var submitted = jobSets().resource(jobSet).submit();

    assertThat(submitted.getItem().getMetadata().getName()).isEqualTo("training-x7k2p");
    assertThat(submitted.suspend().getSpec().getSuspend()).isTrue();
  }

  @Test
  void usesTheNamespaceOfTheClientWhereNoneIsGiven() {
    kubernetes
        .adapt(JobSetClient.class)
        .v1alpha2()
        .jobSets()
        .resource(jobSet("training"))
        .submit()
        .suspend();

    assertThat(jobSets().withName("training").get().getSpec().getSuspend()).isTrue();
  }

  @Test
  void tellsEverythingThatIsWrongBeforeAnythingIsSent() {
    var invalid =
        jobSet("training")
            .edit()
            .editSpec()
            .withManagedBy("")
            .withNewNetwork()
            .withSubdomain("No")
            .endNetwork()
            .endSpec()
            .build();

    assertThatThrownBy(() -> jobSets().resource(invalid).submit())
        .isInstanceOfSatisfying(
            InvalidJobSetException.class,
            e ->
                assertThat(e.errors())
                    .extracting(FieldError::path)
                    .contains("spec.managedBy", "spec.network.subdomain"))
        .hasMessageStartingWith("JobSet training is invalid and was not sent, ")
        .hasMessageContaining("\n  spec.managedBy: Required value");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void needsAName() {
    var unnamed = jobSet("training").edit().editMetadata().withName(null).endMetadata().build();

    assertThatThrownBy(() -> jobSets().resource(unnamed).submit())
        .isInstanceOf(InvalidJobSetException.class)
        .hasMessageContaining("metadata.name: Required value: name or generateName must be given");
  }

  @Test
  void needsAJobSet() {
    assertThatThrownBy(() -> jobSets().withName("training").submit())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("jobSets().resource(jobSet)");
  }

  @Test
  void saysThatJobSetsAreNotInstalled() {
    server.refuse("", 404, "404 page not found");

    assertThatThrownBy(() -> jobSets().resource(jobSet("training")).submit())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageStartingWith("JobSet is not installed in this cluster");
  }

  @Test
  void namesTheVerbAndTheResourceThatAreForbidden() {
    server.refuse("/jobsets", 403, "no, says the server");

    assertThatThrownBy(() -> jobSets().resource(jobSet("training")).submit())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageStartingWith(
            "Not allowed to create jobsets.jobset.x-k8s.io in namespace ml: no, says the server.");
  }

  @Test
  void appliesUnderTheNameOfTheFieldManager() {
    var applied = jobSets().resource(jobSet("training")).apply("pipeline");

    assertThat(applied.getItem().getMetadata().getUid()).isNotEmpty();
    assertThat(applies())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.path()).endsWith("/namespaces/ml/jobsets/training");
              assertThat(request.query().get("fieldManager")).contains("pipeline");
              assertThat(request.query().get("force").orElse("false")).isEqualTo("false");
            });
  }

  @Test
  void appliesNothingThatTheServerKeepsForItself() {
    var stored = server.store(jobSet("training"));
    stored.setStatus(new JobSetStatus());
    stored.getMetadata().setGeneration(7L);
    stored.getMetadata().setCreationTimestamp("2026-03-01T12:00:00Z");

    jobSets().resource(stored).apply("pipeline");

    Map<?, ?> body =
        kubernetes.getKubernetesSerialization().unmarshal(applies().get(0).body(), Map.class);
    assertThat(body.keySet()).isEqualTo(Set.of("apiVersion", "kind", "metadata", "spec"));
    assertThat(body.get("metadata"))
        .isEqualTo(
            Map.of(
                "name", "training",
                "namespace", "ml",
                "uid", stored.getMetadata().getUid()));
  }

  @Test
  void doesNotApplyWhatIsInvalid() {
    var invalid = jobSet("training").edit().editSpec().withManagedBy("").endSpec().build();

    assertThatThrownBy(() -> jobSets().resource(invalid).apply("pipeline"))
        .isInstanceOf(InvalidJobSetException.class);
    assertThat(server.requests()).isEmpty();
  }

  private List<FakeApiServer.Request> applies() {
    return server.requests().stream()
        .filter(request -> request.method().equals("PATCH"))
        .filter(request -> request.contentType().startsWith("application/apply-patch"))
        .toList();
  }

  private NonNamespaceOperation<JobSet, JobSetList, JobSetResource> jobSets() {
    return kubernetes.adapt(JobSetClient.class).v1alpha2().jobSets().inNamespace("ml");
  }

  private static JobSet jobSet(String name) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("workers")
        .withNewTemplate()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .endTemplate()
        .endReplicatedJob()
        .endSpec()
        .build();
  }
}
