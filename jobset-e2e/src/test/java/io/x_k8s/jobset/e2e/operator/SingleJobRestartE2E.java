package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.failurePolicy;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.JobSets.rule;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.e2e.cluster.LocalCluster;
import io.x_k8s.jobset.e2e.cluster.SimulatedPods;
import io.x_k8s.jobset.e2e.launch.JobSetCrd;
import io.x_k8s.jobset.operator.Operator;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Jobs that restart alone, on a cluster that runs their Pods. It is a cluster of its own: the
 * operator of the shared one has no feature gate on.
 */
class SingleJobRestartE2E {
  private static final String NAMESPACE = "default";

  @Test
  @Tag("controller:R-049")
  void onlyTheFailedJobIsMadeAnewAndTheJobSetCompletes() throws Exception {
    try (LocalCluster cluster = LocalCluster.simulated().nodes(1).start()) {
      Config config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
      try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
        JobSetCrd.install(client);
        try (Operator operator =
            new Operator(OperatorSettings.withGates("RestartJob").configuration(), config)) {
          operator.start();
          restartsAlone(client);
        }
      }
    }
  }

  private static void restartsAlone(KubernetesClient client) {
    client.resource(jobSet()).inNamespace(NAMESPACE).create();
    eventually(() -> assertThat(running(client)).hasSize(2));
    Pod lasting = ofIndex(client, "0");
    Pod failing = ofIndex(client, "1");

    exit(client, failing, 1);

    eventually(
        () -> {
          assertThat(running(client)).hasSize(2);
          Pod again = ofIndex(client, "1");
          assertThat(label(again, JobSetLabels.JOB_RESTART_ATTEMPT)).isEqualTo("1");
          assertThat(label(again, JobSetLabels.RESTART_ATTEMPT)).isEqualTo("0");
        });
    assertThat(ofIndex(client, "0").getMetadata().getUid())
        .as("the other Job's Pod")
        .isEqualTo(lasting.getMetadata().getUid());
    running(client).forEach(pod -> exit(client, pod, 0));

    eventually(
        () ->
            JobSetAssert.assertThat(jobSet(client).get())
                .isCompleted()
                .hasRestarts(0, 0)
                .hasJobRestarts("workers", List.of(0, 1), List.of(0, 1)));
  }

  private static JobSet jobSet() {
    return named(
        "alone",
        failurePolicy(
                3,
                rule("alone", FailurePolicyAction.RESTART_JOB)
                    .withOnJobFailureReasons("BackoffLimitExceeded")
                    .build())
            .andThen(
                spec ->
                    spec.withReplicatedJobs(
                        replicatedJob("workers", 2)
                            .editTemplate()
                            .editSpec()
                            .withBackoffLimit(0)
                            .endSpec()
                            .endTemplate()
                            .build())));
  }

  private static Resource<JobSet> jobSet(KubernetesClient client) {
    return client.resources(JobSet.class).inNamespace(NAMESPACE).withName("alone");
  }

  private static List<Pod> running(KubernetesClient client) {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel(JobSetLabels.JOBSET_NAME, "alone")
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .toList();
  }

  private static Pod ofIndex(KubernetesClient client, String index) {
    List<Pod> found =
        running(client).stream()
            .filter(pod -> index.equals(label(pod, JobSetLabels.JOB_INDEX)))
            .toList();
    assertThat(found).as("running Pod of Job %s", index).hasSize(1);
    return found.get(0);
  }

  private static void exit(KubernetesClient client, Pod pod, int code) {
    client
        .pods()
        .inNamespace(NAMESPACE)
        .withName(pod.getMetadata().getName())
        .edit(
            found ->
                new PodBuilder(found)
                    .editMetadata()
                    .addToAnnotations(SimulatedPods.EXIT_CODE, String.valueOf(code))
                    .endMetadata()
                    .build());
  }

  private static String label(Pod pod, String key) {
    return pod.getMetadata().getLabels().get(key);
  }
}
