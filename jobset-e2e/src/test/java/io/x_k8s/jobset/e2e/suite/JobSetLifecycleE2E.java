package io.x_k8s.jobset.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.junit.jupiter.api.KubernetesTest;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.v1alpha2.FailurePolicyBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a JobSet on a cluster that runs its Pods. */
@ExtendWith(RunningOperator.class)
@KubernetesTest
class JobSetLifecycleE2E {
  private static final Duration SOON = Duration.ofSeconds(90);

  KubernetesClient client;
  Namespace namespace;

  @Test
  void runsItsPodsAndCompletes() {
    Resource<JobSet> jobSet =
        create(jobSet("completes", new Task("leader", 1, 3, 0), new Task("workers", 4, 3, 0)));

    await().atMost(SOON).until(() -> pods("completes").size() == 5);
    await().atMost(SOON).until(() -> terminalState(jobSet).isPresent());

    assertThat(jobSet.get().getStatus().getTerminalState()).isEqualTo(TerminalState.COMPLETED);
    assertThat(condition(jobSet, JobSetConditions.COMPLETED).getReason())
        .isEqualTo(JobSetConditionReasons.ALL_JOBS_COMPLETED);
    assertThat(pods("completes"))
        .extracting(pod -> pod.getStatus().getPhase())
        .containsOnly("Succeeded");
    assertThat(client.services().inNamespace(namespace()).withName("completes").get()).isNotNull();
  }

  @Test
  void failsWhenOneJobFails() {
    Resource<JobSet> jobSet =
        create(jobSet("fails", new Task("good", 2, 600, 0), new Task("bad", 1, 1, 3)));

    await().atMost(SOON).until(() -> terminalState(jobSet).isPresent());

    assertThat(jobSet.get().getStatus().getTerminalState()).isEqualTo(TerminalState.FAILED);
    assertThat(condition(jobSet, JobSetConditions.FAILED).getMessage())
        .endsWith("(first failed job: fails-bad-0)");
    await("the Jobs that still ran are deleted, the failed one stays")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(jobs("fails"))
                    .extracting(job -> job.getMetadata().getName())
                    .containsExactly("fails-bad-0"));
  }

  @Test
  @Tag("controller:L-012")
  void takesEverythingWithItWhenItIsDeleted() {
    Resource<JobSet> jobSet = create(jobSet("deleted", new Task("workers", 3, 600, 0)));
    await().atMost(SOON).until(() -> pods("deleted").size() == 3);

    jobSet.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

    await().atMost(SOON).until(() -> jobSet.get() == null);
    await().atMost(SOON).until(() -> jobs("deleted").isEmpty() && pods("deleted").isEmpty());
    await()
        .atMost(SOON)
        .until(() -> client.services().inNamespace(namespace()).withName("deleted").get() == null);
  }

  @Test
  void restartsAsAWholeUntilTheBudgetIsUsedUp() {
    JobSet manifest = jobSet("restarts", new Task("workers", 2, 2, 3));
    manifest.getSpec().setFailurePolicy(new FailurePolicyBuilder().withMaxRestarts(1).build());
    Resource<JobSet> jobSet = create(manifest);

    await().atMost(SOON).until(() -> terminalState(jobSet).isPresent());

    assertThat(jobSet.get().getStatus().getRestarts()).isEqualTo(1);
    assertThat(condition(jobSet, JobSetConditions.FAILED).getReason())
        .isEqualTo(JobSetConditionReasons.REACHED_MAX_RESTARTS);
  }

  private Resource<JobSet> create(JobSet jobSet) {
    client.resource(jobSet).inNamespace(namespace()).create();
    return client
        .resources(JobSet.class)
        .inNamespace(namespace())
        .withName(jobSet.getMetadata().getName());
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
        .withReplicatedJobs(List.of(tasks).stream().map(Task::replicatedJob).toList())
        .endSpec()
        .build();
  }

  private Optional<String> terminalState(Resource<JobSet> jobSet) {
    return Optional.ofNullable(jobSet.get().getStatus()).map(status -> status.getTerminalState());
  }

  private static Condition condition(Resource<JobSet> jobSet, String type) {
    return jobSet.get().getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private List<Pod> pods(String jobSet) {
    return client
        .pods()
        .inNamespace(namespace())
        .withLabel(JobSetLabels.JOBSET_NAME, jobSet)
        .list()
        .getItems();
  }

  private List<Job> jobs(String jobSet) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace())
        .withLabel(JobSetLabels.JOBSET_NAME, jobSet)
        .list()
        .getItems();
  }

  private String namespace() {
    return namespace.getMetadata().getName();
  }
}
