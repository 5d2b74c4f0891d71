package io.x_k8s.jobset.e2e.suite;

import static io.x_k8s.jobset.e2e.suite.TrialNamespace.consistently;
import static io.x_k8s.jobset.e2e.suite.TrialNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.junit.jupiter.api.KubernetesTest;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.DependsOnBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that wait for others, on a cluster that runs their Pods. */
@ExtendWith(RunningOperator.class)
@KubernetesTest
class StartupOrderE2E {
  KubernetesClient client;
  Namespace namespace;
  private TrialNamespace trial;

  @BeforeEach
  void useTheNamespace() {
    trial = new TrialNamespace(client, namespace.getMetadata().getName());
  }

  @Test
  @Tag("controller:E-012")
  void trainerIsMadeWhenBothInitializersHaveSucceeded() {
    Resource<JobSet> jobSet =
        trial.create(
            Task.jobSet(
                "initialized",
                new Task("dataset", 1, 1, 0).replicatedJob(),
                new Task("model", 1, 4, 0).replicatedJob(),
                after(
                    new Task("trainer", 1, 1, 0),
                    on("dataset", "Complete"),
                    on("model", "Complete"))));

    trial.awaitCompleted(jobSet);

    Instant made = Instant.parse(job("initialized-trainer-0").getMetadata().getCreationTimestamp());
    assertThat(made)
        .isAfterOrEqualTo(completion("initialized-dataset-0"))
        .isAfterOrEqualTo(completion("initialized-model-0"));
  }

  @Test
  @Tag("controller:E-013")
  void trainerIsMadeWhenTheCoordinatorIsReady() {
    ReplicatedJob coordinator = new Task("coordinator", 1, 5, 0).replicatedJob();
    // Not scheduled, it is not ready, however quickly its containers would start.
    coordinator
        .getTemplate()
        .getSpec()
        .getTemplate()
        .getSpec()
        .setSchedulingGates(List.of(new PodSchedulingGate("example.com/not-yet")));
    Resource<JobSet> jobSet =
        trial.create(
            Task.jobSet(
                "coordinated",
                coordinator,
                after(new Task("trainer", 1, 1, 0), on("coordinator", "Ready"))));
    eventually(() -> assertThat(trial.pods("coordinated")).hasSize(1));
    consistently(
        () ->
            assertThat(trial.jobNames("coordinated")).containsExactly("coordinated-coordinator-0"));

    trial.ungate(trial.pods("coordinated").get(0));

    eventually(
        () ->
            assertThat(trial.jobNames("coordinated"))
                .containsExactly("coordinated-coordinator-0", "coordinated-trainer-0"));
    trial.awaitCompleted(jobSet);
  }

  @Test
  @Tag("controller:E-014")
  void allTrainersAreMadeWhenTheLauncherIsReady() {
    Resource<JobSet> jobSet =
        trial.create(
            Task.jobSet(
                "launched",
                new Task("launcher", 1, 5, 0).replicatedJob(),
                after(new Task("trainer", 5, 1, 0), on("launcher", "Ready"))));

    trial.awaitCompleted(jobSet);

    assertThat(trial.jobs("launched")).hasSize(6);
    assertThat(trial.jobs("launched"))
        .allSatisfy(job -> assertThat(job.getStatus().getSucceeded()).isEqualTo(1));
  }

  private Instant completion(String job) {
    return Instant.parse(job(job).getStatus().getCompletionTime());
  }

  private Job job(String job) {
    return client.batch().v1().jobs().inNamespace(trial.name()).withName(job).get();
  }

  private static ReplicatedJob after(Task task, DependsOn... dependencies) {
    ReplicatedJob replicatedJob = task.replicatedJob();
    replicatedJob.setDependsOn(List.of(dependencies));
    return replicatedJob;
  }

  private static DependsOn on(String replicatedJob, String status) {
    return new DependsOnBuilder().withName(replicatedJob).withStatus(status).build();
  }
}
