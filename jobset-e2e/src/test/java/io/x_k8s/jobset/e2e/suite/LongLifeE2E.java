package io.x_k8s.jobset.e2e.suite;

import static io.x_k8s.jobset.e2e.suite.TrialNamespace.consistently;
import static io.x_k8s.jobset.e2e.suite.TrialNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.junit.jupiter.api.KubernetesTest;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.v1alpha2.FailurePolicyBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicyBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens around the life of a JobSet, on a cluster that runs its Pods. */
@ExtendWith(RunningOperator.class)
@KubernetesTest
class LongLifeE2E {
  KubernetesClient client;
  Namespace namespace;
  private TrialNamespace trial;

  @BeforeEach
  void useTheNamespace() {
    trial = new TrialNamespace(client, namespace.getMetadata().getName());
  }

  @Test
  @Tag("controller:C-040")
  void applyingTheSameAgainChangesNothing() {
    JobSet applied = Task.jobSet("applied", new Task("workers", 2, 600, 0).replicatedJob());
    Resource<JobSet> jobSet = trial.jobSet("applied");
    for (int i = 0; i < 3; i++) {
      client.resource(applied).inNamespace(trial.name()).fieldManager("trainer").serverSideApply();
    }
    eventually(() -> assertThat(trial.pods("applied")).hasSize(2));

    consistently(
        Duration.ofSeconds(10),
        () -> assertThat(jobSet.get().getMetadata().getGeneration()).isEqualTo(1));
  }

  @Test
  @Tag("controller:L-011")
  void timeToLiveEndsWhatAFinalizerStillHolds() {
    JobSet manifest = Task.jobSet("short-lived", new Task("workers", 1, 1, 0).replicatedJob());
    manifest.getMetadata().setFinalizers(List.of("example.com/holds"));
    manifest.getSpec().setTtlSecondsAfterFinished(5);
    Resource<JobSet> jobSet = trial.create(manifest);

    trial.awaitCompleted(jobSet);
    eventually(() -> assertThat(jobSet.get().getMetadata().getDeletionTimestamp()).isNotNull());
    trial.change(jobSet, held -> held.getMetadata().getFinalizers().remove("example.com/holds"));

    eventually(() -> assertThat(jobSet.get()).isNull());
    eventually(() -> assertThat(trial.jobs("short-lived")).isEmpty());
  }

  @Test
  @Tag("controller:V-011")
  void claimsStayAsTheirPoliciesSay() {
    volumes(2);
    ReplicatedJob workers = new Task("workers", 2, 2, 0).replicatedJob();
    var container = workers.getTemplate().getSpec().getTemplate().getSpec().getContainers().get(0);
    container.setVolumeMounts(
        List.of(
            new VolumeMountBuilder().withName("scratch").withMountPath("/scratch").build(),
            new VolumeMountBuilder().withName("model").withMountPath("/model").build()));
    JobSet manifest = Task.jobSet("keeps", workers);
    manifest
        .getSpec()
        .setVolumeClaimPolicies(
            List.of(
                new VolumeClaimPolicyBuilder()
                    .withTemplates(claim("scratch"))
                    .withNewRetentionPolicy()
                    .withWhenDeleted("Delete")
                    .endRetentionPolicy()
                    .build(),
                new VolumeClaimPolicyBuilder()
                    .withTemplates(claim("model"))
                    .withNewRetentionPolicy()
                    .withWhenDeleted("Retain")
                    .endRetentionPolicy()
                    .build()));
    Resource<JobSet> jobSet = trial.create(manifest);

    eventually(() -> assertThat(trial.pods("keeps")).hasSize(2));
    assertThat(claims()).containsExactlyInAnyOrder("scratch-keeps", "model-keeps");
    trial.awaitCompleted(jobSet);
    assertThat(claims()).containsExactlyInAnyOrder("scratch-keeps", "model-keeps");

    jobSet.delete();

    eventually(() -> assertThat(claims()).containsExactly("model-keeps"));
  }

  @Test
  @Tag("controller:R-048")
  void oneFailedWorkerRestartsAllAndTheSecondAttemptCompletes() {
    JobSet manifest =
        Task.jobSet("retried", Task.failingAt(JobSetLabels.RESTART_ATTEMPT, "workers", 2));
    manifest.getSpec().setFailurePolicy(new FailurePolicyBuilder().withMaxRestarts(1).build());
    Resource<JobSet> jobSet = trial.create(manifest);

    eventually(() -> assertThat(running("retried", "0")).hasSize(2));
    trial.exit(ofIndex(running("retried", "0"), "1"), 1);
    eventually(() -> assertThat(running("retried", "1")).hasSize(2));
    running("retried", "1").forEach(pod -> trial.exit(pod, 0));

    trial.awaitCompleted(jobSet);
    assertThat(jobSet.get().getStatus().getRestarts()).isEqualTo(1);
    assertThat(jobSet.get().getStatus().getRestartsCountTowardsMax()).isEqualTo(1);
    assertThat(jobSet.get().getStatus().getReplicatedJobsStatus())
        .extracting(ReplicatedJobStatus::getJobRestarts)
        .containsOnlyNulls();
  }

  private List<Pod> running(String jobSet, String attempt) {
    return trial.pods(jobSet).stream()
        .filter(pod -> attempt.equals(label(pod, JobSetLabels.RESTART_ATTEMPT)))
        .filter(pod -> !"Pending".equals(pod.getStatus().getPhase()))
        .toList();
  }

  private static Pod ofIndex(List<Pod> pods, String index) {
    return pods.stream()
        .filter(pod -> index.equals(label(pod, JobSetLabels.JOB_INDEX)))
        .findFirst()
        .orElseThrow();
  }

  private static String label(Pod pod, String key) {
    return pod.getMetadata().getLabels().get(key);
  }

  private List<String> claims() {
    return client.persistentVolumeClaims().inNamespace(trial.name()).list().getItems().stream()
        .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null)
        .map(claim -> claim.getMetadata().getName())
        .toList();
  }

  private PersistentVolumeClaimTemplate claim(String name) {
    return new PersistentVolumeClaimTemplateBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withStorageClassName(trial.name())
        .withAccessModes("ReadWriteMany")
        .withNewResources()
        .addToRequests("storage", new Quantity("1Mi"))
        .endResources()
        .endSpec()
        .build();
  }

  /** Nothing provides volumes on a simulated cluster. The class is of these alone. */
  private void volumes(int count) {
    for (int i = 0; i < count; i++) {
      client
          .resource(
              new PersistentVolumeBuilder()
                  .withNewMetadata()
                  .withName(trial.name() + "-" + i)
                  .endMetadata()
                  .withNewSpec()
                  .withStorageClassName(trial.name())
                  .withAccessModes("ReadWriteMany")
                  .withCapacity(Map.of("storage", new Quantity("1Mi")))
                  .withNewHostPath()
                  .withPath("/tmp/" + trial.name() + "-" + i)
                  .endHostPath()
                  .endSpec()
                  .build())
          .create();
    }
  }
}
