package io.x_k8s.jobset.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.junit.jupiter.api.KubernetesTest;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.v1alpha2.InvalidJobSetException;
import io.x_k8s.jobset.client.v1alpha2.JobSetOutcome;
import io.x_k8s.jobset.client.v1alpha2.JobSetResource;
import io.x_k8s.jobset.client.v1alpha2.JobSetState;
import io.x_k8s.jobset.client.v1alpha2.JobSets;
import io.x_k8s.jobset.client.v1alpha2.explain.Reason;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a pipeline in Java does with JobSets. */
@ExtendWith(RunningOperator.class)
@KubernetesTest
class ClientE2E {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final int LONG = 600;

  KubernetesClient client;
  Namespace namespace;

  @Test
  void submitsSuspendsResumesAndDeletes() {
    JobSetResource training =
        jobSets().resource(jobSet("control", new Task("workers", 2, LONG, 0))).submit();
    awaitState("control", JobSetState.RUNNING);

    assertThat(training.suspend().getSpec().getSuspend()).isTrue();
    awaitState("control", JobSetState.SUSPENDED);
    await().atMost(SOON).until(() -> pods("control") == 0);
    String suspended = resourceVersionOnceSettled("control");
    assertThat(training.suspend().getMetadata().getResourceVersion()).isEqualTo(suspended);

    assertThat(training.resume().getSpec().getSuspend()).isFalse();
    awaitState("control", JobSetState.RUNNING);

    training.delete();
    await().atMost(SOON).until(() -> jobSets().withName("control").get() == null);
    assertThatThrownBy(training::resume)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessage(
            "There is no JobSet control in namespace %s."
                .formatted(namespace.getMetadata().getName()));
  }

  @Test
  void aPatchForAnotherObjectOfTheSameNameIsRefusedByTheServer() {
    JobSet stored =
        jobSets().resource(jobSet("precondition", new Task("workers", 1, LONG, 0))).create();

    assertThatThrownBy(
            () ->
                jobSets()
                    .withName("precondition")
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"uid\":\"another\"},\"spec\":{\"suspend\":true}}"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isIn(409, 422));
    assertThat(jobSets().resource(stored).suspend().getSpec().getSuspend()).isTrue();
  }

  @Test
  void applyingTheSameAgainChangesNothing() {
    JobSet manifest = jobSet("applied", new Task("workers", 2, LONG, 0));
    manifest.getSpec().setSuspend(true);
    JobSet applied = jobSets().resource(manifest).apply("pipeline").getItem();
    String settled = resourceVersionOnceSettled("applied");

    JobSet again = jobSets().resource(manifest).apply("pipeline").getItem();
    JobSet asRead =
        jobSets().resource(jobSets().withName("applied").get()).apply("reader").getItem();

    assertThat(again.getMetadata().getResourceVersion()).isEqualTo(settled);
    assertThat(again.getMetadata().getGeneration())
        .isEqualTo(applied.getMetadata().getGeneration())
        .isEqualTo(asRead.getMetadata().getGeneration());
    assertThat(again.getMetadata().getUid()).isEqualTo(applied.getMetadata().getUid());
  }

  @Test
  void applyingSomethingElseChangesThatOnly() {
    JobSet manifest = jobSet("toggled", new Task("workers", 1, LONG, 0));
    manifest.getSpec().setSuspend(true);
    jobSets().resource(manifest).apply("pipeline");
    manifest.getSpec().setSuspend(false);

    JobSet toggled = jobSets().resource(manifest).apply("pipeline").getItem();

    assertThat(toggled.getSpec().getSuspend()).isFalse();
    assertThat(toggled.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void whatIsInvalidIsNotSent() {
    JobSet invalid = jobSet("invalid", new Task("workers", 1, LONG, 0));
    invalid.getSpec().setManagedBy("nobody");
    invalid.getSpec().getNetwork().setSubdomain("Not-A-Name");

    assertThatThrownBy(() -> jobSets().resource(invalid).submit())
        .isInstanceOf(InvalidJobSetException.class)
        .hasMessageContaining("spec.managedBy")
        .hasMessageContaining("spec.network.subdomain");
    assertThat(jobSets().withName("invalid").get()).isNull();
  }

  @Test
  void thePreviewIsWhatComes() {
    JobSet manifest =
        jobSet("previewed", new Task("leader", 1, LONG, 0), new Task("workers", 2, LONG, 0));
    var preview = JobSets.preview(manifest);

    jobSets().resource(manifest).submit();

    await().atMost(SOON).until(() -> pods("previewed") == 3);
    assertThat(
            client
                .pods()
                .inNamespace(namespace.getMetadata().getName())
                .withLabel(JobSetLabels.JOBSET_NAME, "previewed")
                .list()
                .getItems())
        .extracting(pod -> pod.getSpec().getHostname() + "." + pod.getSpec().getSubdomain())
        .containsExactlyInAnyOrderElementsOf(preview.podDnsNames());
  }

  @Test
  void everyShapeRuns() throws InterruptedException {
    JobSet torch =
        JobSets.torchrun(
                "torch",
                3,
                new Task("any", 1, 2, 0).replicatedJob().getTemplate().getSpec().getTemplate())
            .editMetadata()
            .withName(null)
            .withGenerateName("torch-")
            .endMetadata()
            .build();

    JobSetResource submitted = jobSets().resource(torch).submit();

    assertThat(submitted.getItem().getMetadata().getName()).startsWith("torch-").hasSize(11);
    assertThat(submitted.waitUntilFinished(SOON)).isInstanceOf(JobSetOutcome.Completed.class);
  }

  @Test
  void tellsWhichJobFailedFirstAndWhatWasRestarted() throws InterruptedException {
    JobSet manifest = jobSet("restarts", new Task("good", 1, LONG, 0), new Task("bad", 1, 1, 3));
    JobSetResource training =
        jobSets()
            .resource(
                manifest
                    .edit()
                    .editSpec()
                    .withNewFailurePolicy()
                    .withMaxRestarts(1)
                    .endFailurePolicy()
                    .endSpec()
                    .build())
            .submit();

    assertThat(training.waitUntilFinished(SOON))
        .isInstanceOfSatisfying(
            JobSetOutcome.Failed.class,
            failed -> assertThat(failed.firstFailedJob()).contains("restarts-bad-0"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(training.restartHistory())
                    .satisfies(
                        history -> {
                          assertThat(history.restarts()).isEqualTo(1);
                          assertThat(history.countedRestarts()).isEqualTo(1);
                          assertThat(history.known())
                              .singleElement()
                              .satisfies(
                                  restart -> {
                                    assertThat(restart.action())
                                        .isEqualTo(FailurePolicyAction.RESTART_JOB_SET);
                                    assertThat(restart.firstFailedJob()).contains("restarts-bad-0");
                                    assertThat(restart.times()).isEqualTo(1);
                                  });
                        }));
    assertThat(training.explain().reasons()).singleElement().isInstanceOf(Reason.Failed.class);
  }

  @Test
  void explainsThatNoNodeIsGoodEnough() {
    JobSet manifest = jobSet("unschedulable", new Task("workers", 2, LONG, 0));
    manifest
        .getSpec()
        .getReplicatedJobs()
        .get(0)
        .getTemplate()
        .getSpec()
        .getTemplate()
        .getSpec()
        .setNodeSelector(Map.of("accelerator", "none-like-this"));
    JobSetResource training = jobSets().resource(manifest).submit();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(training.explain().of(Reason.Unschedulable.class))
                    .singleElement()
                    .satisfies(
                        reason -> {
                          assertThat(reason.pods()).hasSize(2);
                          assertThat(reason.message()).contains("nodes are available");
                        }));
    awaitState("unschedulable", JobSetState.STARTING);
  }

  @Test
  void explainsThatAQuotaIsUsedUp() {
    JobSet manifest = jobSet("quota", new Task("workers", 2, LONG, 0));
    manifest
        .getSpec()
        .getReplicatedJobs()
        .get(0)
        .getTemplate()
        .getSpec()
        .getTemplate()
        .getSpec()
        .setPriorityClassName("system-cluster-critical");
    client
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("nothing-critical")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("0"))
                .withNewScopeSelector()
                .addNewMatchExpression()
                .withScopeName("PriorityClass")
                .withOperator("In")
                .withValues("system-cluster-critical")
                .endMatchExpression()
                .endScopeSelector()
                .endSpec()
                .build())
        .inNamespace(namespace.getMetadata().getName())
        .create();
    JobSetResource training = jobSets().resource(manifest).submit();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(training.explain().of(Reason.QuotaExceeded.class))
                    .singleElement()
                    .satisfies(
                        reason -> {
                          assertThat(reason.jobs())
                              .containsExactlyInAnyOrder("quota-workers-0", "quota-workers-1");
                          assertThat(reason.message()).contains("nothing-critical");
                        }));
  }

  @Test
  void explainsThatOneWaitsForAnother() {
    JobSet manifest =
        jobSet("dependent", new Task("data", 1, LONG, 0), new Task("workers", 1, LONG, 0))
            .edit()
            .editSpec()
            .editLastReplicatedJob()
            .addNewDependsOn()
            .withName("data")
            .withStatus("Complete")
            .endDependsOn()
            .endReplicatedJob()
            .endSpec()
            .build();
    JobSetResource training = jobSets().resource(manifest).submit();

    awaitState("dependent", JobSetState.RUNNING);
    assertThat(training.explain().reasons())
        .containsExactly(new Reason.WaitingForDependency("workers", "data", "Complete", 0, 1));
  }

  @Test
  void explainsThatSomebodyHasSuspendedIt() {
    JobSet manifest = jobSet("suspended", new Task("workers", 1, LONG, 0));
    manifest.getSpec().setSuspend(true);
    JobSetResource training = jobSets().resource(manifest).submit();

    assertThat(training.explain().reasons()).containsExactly(new Reason.Suspended());
    assertThat(training.workload()).isEmpty();
  }

  private NonNamespaceOperation<JobSet, JobSetList, JobSetResource> jobSets() {
    return client
        .adapt(JobSetClient.class)
        .v1alpha2()
        .jobSets()
        .inNamespace(namespace.getMetadata().getName());
  }

  private void awaitState(String name, JobSetState state) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(JobSetState.of(jobSets().withName(name).get())).isEqualTo(state));
  }

  /** Once the operator has said what it has to say, and nothing for three seconds. */
  private String resourceVersionOnceSettled(String name) {
    AtomicReference<String> last = new AtomicReference<>("");
    await()
        .atMost(SOON)
        .during(Duration.ofSeconds(3))
        .until(
            () -> {
              JobSet now = jobSets().withName(name).get();
              String version = now.getMetadata().getResourceVersion();
              return now.getStatus() != null && last.getAndSet(version).equals(version);
            });
    return last.get();
  }

  private int pods(String jobSet) {
    return client
        .pods()
        .inNamespace(namespace.getMetadata().getName())
        .withLabel(JobSetLabels.JOBSET_NAME, jobSet)
        .list()
        .getItems()
        .size();
  }

  private static JobSet jobSet(String name, Task... tasks) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNewNetwork()
        .withEnableDNSHostnames(true)
        .endNetwork()
        .addToReplicatedJobs(
            Stream.of(tasks).map(Task::replicatedJob).toArray(ReplicatedJob[]::new))
        .endSpec()
        .build();
  }
}
