package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The requests that Kubeflow Trainer and Kueue send, and what they read afterwards. */
@OperatorTest
class ConsumersIT {
  private static final String DATASET = "test-js-dataset-initializer-0";
  private static final String MODEL = "test-js-model-initializer-0";
  private static final String NODE = "test-js-node-0";

  /** As Trainer builds it from a runtime and a TrainJob of two nodes. */
  private static final String TRAINER =
      """
      apiVersion: jobset.x-k8s.io/v1alpha2
      kind: JobSet
      metadata:
        name: test-js
        ownerReferences:
          - apiVersion: trainer.kubeflow.org/v1alpha1
            kind: TrainJob
            name: test-js
            uid: 5d8c1f7e-0f5e-4a6f-9a52-3f1f0b3c9a11
            controller: true
            blockOwnerDeletion: true
      spec:
        suspend: %s
        network:
          enableDNSHostnames: true
          publishNotReadyAddresses: true
        successPolicy:
          operator: All
          targetReplicatedJobs: [node]
        failurePolicy:
          maxRestarts: 0
        replicatedJobs:
          - name: dataset-initializer
            replicas: 1
            template: {metadata: {labels: {trainer.kubeflow.org/trainjob-ancestor-step: dataset-initializer}}, spec: {parallelism: 1, completions: 1, completionMode: Indexed, template: {spec: {restartPolicy: Never, containers: [{name: dataset-initializer, image: initializer, env: [{name: STORAGE_URI, value: "hf://dataset"}]}]}}}}
          - name: model-initializer
            replicas: 1
            template: {metadata: {labels: {trainer.kubeflow.org/trainjob-ancestor-step: model-initializer}}, spec: {parallelism: 1, completions: 1, completionMode: Indexed, template: {spec: {restartPolicy: Never, containers: [{name: model-initializer, image: initializer}]}}}}
          - name: node
            replicas: 1
            dependsOn:
              - {name: dataset-initializer, status: Complete}
              - {name: model-initializer, status: Complete}
            template: {metadata: {labels: {trainer.kubeflow.org/trainjob-ancestor-step: trainer}}, spec: {parallelism: 2, completions: 2, completionMode: Indexed, template: {spec: {restartPolicy: Never, containers: [{name: node, image: torch, ports: [{containerPort: 29500}]}]}}}}
      """;

  @Test
  void trainerAppliesTheSameJobSetAgainAndAgain(TestNamespace namespace) {
    apply(namespace, true);
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(2).doesNotContainValue(false));
    String applied = json(namespace.jobSet());

    apply(namespace, true);
    assertThat(generation(namespace)).isEqualTo(1);
    assertThat(json(namespace.jobSet())).as("nothing has drifted").isEqualTo(applied);

    namespace.jobController().suspended(DATASET, MODEL);
    apply(namespace, false);
    apply(namespace, false);
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(2).doesNotContainValue(true));
    assertThat(generation(namespace)).isEqualTo(2);

    namespace.jobController().ready(DATASET, MODEL);
    apply(namespace, true);
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(2).doesNotContainValue(false));
    namespace.jobController().suspended(DATASET, MODEL);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(JobSetConditions.SUSPENDED, "True", "SuspendedJobs")
                .hasCounts(
                    "node: ",
                    "model-initializer: suspended 1",
                    "dataset-initializer: suspended 1"));
    assertThat(generation(namespace)).isEqualTo(3);

    apply(namespace, false);
    namespace.jobController().complete(DATASET, MODEL);
    namespace.jobController().complete(NODE);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
    apply(namespace, false);
    consistently(() -> assertThat(generation(namespace)).isEqualTo(4));
    assertThat(namespace.jobSet().getMetadata().getManagedFields())
        .filteredOn(entry -> entry.getManager().equals("trainer"))
        .extracting(ManagedFieldsEntry::getOperation)
        .containsExactly("Apply");
    assertThat(namespace.job(NODE).getMetadata().getLabels())
        .containsEntry("trainer.kubeflow.org/trainjob-ancestor-step", "trainer");
  }

  @Test
  void kueueStartsEvictsAndStartsAgain(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withSuspend(true)));
    namespace.jobController().suspended(ALL_JOBS);
    eventually(() -> assertThat(isActive(namespace)).isFalse());
    JobSet asSubmitted = namespace.jobSet();

    runWithPodSetsInfo(namespace, "spot");
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true));
    assertThat(templates(namespace)).allSatisfy(template -> assertHas(template, "spot"));
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () -> {
          assertThat(isActive(namespace)).isTrue();
          assertThat(podsReady(namespace)).isTrue();
        });

    restorePodSetsInfo(namespace, asSubmitted);
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(false));
    namespace.jobController().suspended(ALL_JOBS);
    eventually(() -> assertThat(isActive(namespace)).isFalse());
    assertThat(podsReady(namespace)).isFalse();

    runWithPodSetsInfo(namespace, "on-demand");
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true));
    assertThat(templates(namespace)).allSatisfy(template -> assertHas(template, "on-demand"));
    namespace.jobController().complete(B0);
    eventually(
        () -> {
          assertThat(succeeded(namespace, B)).as("reclaimable").isEqualTo(1);
          assertThat(succeeded(namespace, A)).as("reclaimable").isZero();
        });

    // What was never admitted again keeps nothing of what it had been given.
    restorePodSetsInfo(namespace, asSubmitted);
    eventually(
        () -> assertThat(namespace.suspendedJobs()).containsEntry(B0, false).containsValue(true));
    assertThat(namespace.jobSet().getSpec().getReplicatedJobs())
        .isEqualTo(asSubmitted.getSpec().getReplicatedJobs());
  }

  private static void apply(TestNamespace namespace, boolean suspend) {
    namespace
        .client()
        .resource(
            Serialization.unmarshal(TRAINER.formatted(suspend), GenericKubernetesResource.class))
        .inNamespace(namespace.name())
        .fieldManager("trainer")
        .forceConflicts()
        .serverSideApply();
  }

  private static long generation(TestNamespace namespace) {
    return namespace.jobSet().getMetadata().getGeneration();
  }

  private static String json(JobSet jobSet) {
    return Serialization.asJson(jobSet.getSpec());
  }

  /** Admits: adds what the flavor asks for, in the patch that lets the JobSet run. */
  private static void runWithPodSetsInfo(TestNamespace namespace, String flavor) {
    patch(
        namespace,
        jobSet -> {
          jobSet.getSpec().setSuspend(false);
          for (ReplicatedJob job : jobSet.getSpec().getReplicatedJobs()) {
            PodTemplateSpec template = job.getTemplate().getSpec().getTemplate();
            template.setMetadata(new ObjectMeta());
            template.getMetadata().setAnnotations(Map.of("kueue.x-k8s.io/workload", "jobset-js"));
            template.getMetadata().setLabels(Map.of("kueue.x-k8s.io/podset", job.getName()));
            template.getSpec().setNodeSelector(Map.of("flavor", flavor));
            template.getSpec().setTolerations(List.of(toleration(flavor)));
            template
                .getSpec()
                .setSchedulingGates(List.of(new PodSchedulingGate("kueue.x-k8s.io/topology")));
          }
        });
  }

  /** Evicts: puts the five fields back, in the patch that suspends. */
  private static void restorePodSetsInfo(TestNamespace namespace, JobSet asSubmitted) {
    patch(
        namespace,
        jobSet -> {
          jobSet.getSpec().setSuspend(true);
          jobSet.getSpec().setReplicatedJobs(asSubmitted.getSpec().getReplicatedJobs());
        });
  }

  /** A merge patch with the resourceVersion that was read, and again when it is not the newest. */
  private static void patch(TestNamespace namespace, Consumer<JobSet> change) {
    eventually(
        () -> {
          JobSet jobSet = namespace.jobSet();
          change.accept(jobSet);
          Map<String, Object> patch =
              Map.of(
                  "metadata",
                  Map.of("resourceVersion", jobSet.getMetadata().getResourceVersion()),
                  "spec",
                  Map.of(
                      "suspend",
                      jobSet.getSpec().getSuspend(),
                      "replicatedJobs",
                      jobSet.getSpec().getReplicatedJobs()));
          try {
            namespace
                .jobSets(NAME)
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
          } catch (KubernetesClientException e) {
            assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_CONFLICT);
            throw new AssertionError("conflict", e);
          }
        });
  }

  private static List<PodTemplateSpec> templates(TestNamespace namespace) {
    return namespace.jobs().values().stream().map(job -> job.getSpec().getTemplate()).toList();
  }

  private static void assertHas(PodTemplateSpec template, String flavor) {
    assertThat(template.getMetadata().getAnnotations())
        .containsEntry("kueue.x-k8s.io/workload", "jobset-js");
    assertThat(template.getMetadata().getLabels())
        .containsEntry(
            "kueue.x-k8s.io/podset",
            template.getMetadata().getLabels().get("jobset.sigs.k8s.io/replicatedjob-name"));
    assertThat(template.getSpec().getNodeSelector()).isEqualTo(Map.of("flavor", flavor));
    assertThat(template.getSpec().getTolerations()).containsExactly(toleration(flavor));
    assertThat(template.getSpec().getSchedulingGates())
        .containsExactly(new PodSchedulingGate("kueue.x-k8s.io/topology"));
  }

  private static Toleration toleration(String flavor) {
    return new TolerationBuilder()
        .withKey(flavor)
        .withOperator("Exists")
        .withEffect("NoExecute")
        .withTolerationSeconds(30L)
        .build();
  }

  private static boolean isActive(TestNamespace namespace) {
    return counts(namespace).stream().anyMatch(counts -> counts.getActive() > 0);
  }

  private static boolean podsReady(TestNamespace namespace) {
    return counts(namespace).stream()
            .mapToInt(counts -> counts.getReady() + counts.getSucceeded())
            .sum()
        == 4;
  }

  private static int succeeded(TestNamespace namespace, String replicatedJob) {
    return counts(namespace).stream()
        .filter(counts -> counts.getName().equals(replicatedJob))
        .mapToInt(ReplicatedJobStatus::getSucceeded)
        .sum();
  }

  private static List<ReplicatedJobStatus> counts(TestNamespace namespace) {
    JobSet jobSet = namespace.jobSet();
    assertThat(jobSet.getStatus()).as("status").isNotNull();
    return jobSet.getStatus().getReplicatedJobsStatus();
  }
}
