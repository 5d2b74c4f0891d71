package io.x_k8s.jobset.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.e2e.launch.LocalWebhooks;
import io.x_k8s.jobset.operator.Operator;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What waits while no operator runs, and what does not. */
@ResourceLock(BareCluster.LOCK)
class OutageIT {
  private final BareCluster cluster = BareCluster.shared();
  private final KubernetesClient client = cluster.client();

  private GenericKubernetesResource jobSet;

  @BeforeEach
  void stopTheOperatorAfterAJobSetWasMade() throws IOException, InterruptedException {
    jobSet = Example.named("updates", "01-").documents().get(0);
    jobSet.getMetadata().setName("outage");
    jobSet.getMetadata().setFinalizers(List.of("example.com/held"));
    try (Operator operator = cluster.startOperator("")) {
      LocalWebhooks.install(client, operator.webhookPort());
      cluster.create(jobSet);
    }
    GenericKubernetesResource other = Example.named("updates", "01-").documents().get(0);
    cluster.awaitCreation(other, false);
  }

  @AfterEach
  void clear() {
    cluster.clear();
    stored().edit(this::withoutFinalizers);
    stored().delete();
    client.pods().inNamespace("default").withGracePeriod(0).delete();
  }

  @Test
  void newAndChangedJobSetsWait() {
    GenericKubernetesResource other = Example.named("updates", "01-").documents().get(0);

    assertThatThrownBy(() -> cluster.create(other))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("failed calling webhook \"mjobset.kb.io\"");
    assertThatThrownBy(
            () ->
                stored()
                    .edit(
                        found -> {
                          found.getSpec().setSuspend(true);
                          return found;
                        }))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("failed calling webhook \"vjobset.kb.io\"");
  }

  @Test
  void metadataAndStatusOfJobSetsCanBeWritten() {
    stored()
        .edit(
            found -> {
              found.getMetadata().setLabels(Map.of("a", "b"));
              return found;
            });
    stored()
        .editStatus(
            found -> {
              found.setStatus(new JobSetStatus());
              found.getStatus().setRestarts(3);
              return found;
            });

    assertThat(stored().get().getMetadata().getLabels()).containsEntry("a", "b");
    assertThat(stored().get().getStatus().getRestarts()).isEqualTo(3);
  }

  @Test
  void jobSetWithAFinalizerCanBeDeleted() {
    stored().delete();
    assertThat(stored().get().getMetadata().getDeletionTimestamp()).isNotNull();

    stored().edit(this::withoutFinalizers);

    assertThat(stored().get()).isNull();
    cluster.mutating().delete();
    cluster.validating().delete();
    cluster.awaitCreation(jobSet, true);
    cluster.create(jobSet); // for what is done after each test
  }

  @Test
  void onlyPodsOfExclusivePlacementWait() {
    Pod plain = pod("plain", Map.of(), Map.of());
    Pod ofJobSet =
        pod(
            "of-jobset",
            Map.of(JobSetLabels.JOBSET_NAME, "outage"),
            Map.of(JobSetLabels.JOBSET_NAME, "outage"));
    Pod prepared =
        pod(
            "prepared",
            Map.of(JobSetLabels.JOBSET_NAME, "outage"),
            Map.of(
                JobSetLabels.JOBSET_NAME,
                "outage",
                JobSetAnnotations.EXCLUSIVE_TOPOLOGY,
                "rack",
                JobSetAnnotations.NODE_SELECTOR,
                "true"));
    Pod exclusive =
        pod(
            "exclusive",
            Map.of(JobSetLabels.JOBSET_NAME, "outage"),
            Map.of(
                JobSetLabels.JOBSET_NAME, "outage", JobSetAnnotations.EXCLUSIVE_TOPOLOGY, "rack"));

    for (Pod free : List.of(plain, ofJobSet, prepared)) {
      assertThatCode(() -> client.resource(free).create())
          .as(free.getMetadata().getName())
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> client.resource(exclusive).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("failed calling webhook \"mpod.kb.io\"");
  }

  private Resource<JobSet> stored() {
    return client.resources(JobSet.class).inNamespace("default").withName("outage");
  }

  private JobSet withoutFinalizers(JobSet found) {
    found.getMetadata().setFinalizers(List.of());
    return found;
  }

  private static Pod pod(String name, Map<String, String> labels, Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .build();
  }
}
