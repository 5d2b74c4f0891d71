package io.x_k8s.jobset.client.kueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.fake.FakeApiServer;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KueueTest {

  private static final String WORKLOAD =
      """
      apiVersion: kueue.x-k8s.io/v1beta1
      kind: Workload
      metadata:
        name: %s
        namespace: ml
        creationTimestamp: "%s"
        labels:
          kueue.x-k8s.io/job-uid: uid-of-training
      spec:
        queueName: team-a
      status:
        admission:
          clusterQueue: gpus
        admissionChecks:
          - name: provisioning
            state: Pending
            message: waiting for nodes
          - name: budget
            state: Ready
        conditions:
          - type: QuotaReserved
            status: "True"
            reason: QuotaReserved
            message: Quota reserved in ClusterQueue gpus
            lastTransitionTime: "2026-03-01T12:00:00Z"
      """;

  private final KubernetesSerialization yaml = new KubernetesSerialization();
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
  void labelsAJobSetThatIsBeingBuilt() {
    var jobSet = Kueue.priorityClass(Kueue.queue(new JobSetBuilder(), "team-a"), "urgent").build();

    assertThat(jobSet.getMetadata().getLabels())
        .containsOnly(
            Map.entry("kueue.x-k8s.io/queue-name", "team-a"),
            Map.entry("kueue.x-k8s.io/priority-class", "urgent"));
    assertThat(Kueue.queueOf(jobSet)).contains("team-a");
    assertThat(Kueue.queueOf(new JobSet())).isEmpty();
  }

  @Test
  void findsTheNewestWorkloadOfTheJobSet() {
    store(workload("older", "2026-03-01T11:00:00Z"));
    store(workload("newer", "2026-03-01T12:00:00Z"));
    var other = workload("of-another", "2026-03-01T13:00:00Z");
    other.getMetadata().getLabels().put(Kueue.JOB_UID, "another");
    store(other);
    server.store(jobSet());

    assertThat(found().orElseThrow())
        .satisfies(
            found -> {
              assertThat(found.name()).isEqualTo("newer");
              assertThat(found.queue()).contains("team-a");
              assertThat(found.clusterQueue()).contains("gpus");
              assertThat(found.active()).isTrue();
              assertThat(found.admission()).isEqualTo(Admission.QUOTA_RESERVED);
              assertThat(found.words()).isEqualTo("provisioning: waiting for nodes");
            });
  }

  @Test
  void findsAWorkloadThatWasMadeBeforehand() {
    var prebuilt = workload("prebuilt", "2026-03-01T11:00:00Z");
    prebuilt.getMetadata().setLabels(Map.of());
    store(prebuilt);
    server.store(
        jobSet()
            .edit()
            .editMetadata()
            .addToLabels(Kueue.PREBUILT_WORKLOAD_NAME, "prebuilt")
            .endMetadata()
            .build());

    assertThat(found()).map(KueueWorkload::name).contains("prebuilt");
  }

  @Test
  void findsNothingWithoutKueue() {
    server.store(jobSet());

    assertThat(found()).isEmpty();
  }

  @Test
  void namesTheVerbAndTheResourceThatAreForbidden() {
    store(workload("newer", "2026-03-01T12:00:00Z"));
    server.store(jobSet());
    server.refuse("/workloads", 403, "no, says the server");

    assertThatThrownBy(this::found)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageStartingWith(
            "Not allowed to list workloads.kueue.x-k8s.io in namespace ml: no, says the server.");
  }

  @ParameterizedTest
  @CsvSource({
    "true, PENDING, QuotaReserved=False",
    "true, QUOTA_RESERVED, QuotaReserved=True",
    "true, ADMITTED, QuotaReserved=True Admitted=True",
    "true, EVICTED, QuotaReserved=False Admitted=False Evicted=True",
    "false, INACTIVE, Evicted=True",
    "true, FINISHED, QuotaReserved=True Admitted=True Finished=True",
    "true, PENDING, ''",
  })
  void tellsWhereItStands(boolean active, Admission admission, String conditions) {
    var parsed =
        Arrays.stream(conditions.split(" "))
            .filter(text -> !text.isEmpty())
            .map(text -> text.split("="))
            .map(
                pair ->
                    new ConditionBuilder()
                        .withType(pair[0])
                        .withStatus(pair[1])
                        .withMessage(pair[0] + " it is")
                        .build())
            .toList();
    var workload =
        new KueueWorkload("w", Optional.empty(), Optional.empty(), active, List.of(), parsed);

    assertThat(workload.admission()).isEqualTo(admission);
  }

  private Optional<KueueWorkload> found() {
    return kubernetes
        .adapt(JobSetClient.class)
        .v1alpha2()
        .jobSets()
        .inNamespace("ml")
        .withName("training")
        .workload();
  }

  private void store(GenericKubernetesResource workload) {
    server.store(workload);
  }

  private GenericKubernetesResource workload(String name, String created) {
    return yaml.unmarshal(WORKLOAD.formatted(name, created), GenericKubernetesResource.class);
  }

  private static JobSet jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName("training")
        .withNamespace("ml")
        .withUid("uid-of-training")
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }
}
