package io.x_k8s.jobset.e2e.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatedClusterIT {

  private static LocalCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    cluster =
        LocalCluster.simulated().nodes(8, index -> Map.of("rack", "rack-" + index / 4)).start();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfigYaml()))
            .build();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      client.close();
      cluster.close();
    }
  }

  @Test
  void nodesAreReady() {
    assertThat(client.nodes().list().getItems())
        .hasSize(8)
        .allSatisfy(
            node ->
                assertThat(node.getStatus().getConditions())
                    .anySatisfy(
                        condition -> {
                          assertThat(condition.getType()).isEqualTo("Ready");
                          assertThat(condition.getStatus()).isEqualTo("True");
                        }));
    assertThat(client.nodes().withLabel("rack", "rack-1").list().getItems())
        .extracting(Node::getMetadata)
        .extracting("name")
        .containsExactlyInAnyOrder("node-4", "node-5", "node-6", "node-7");
  }

  @Test
  void jobCompletesAfterTheSecondsThatItIsToRun() {
    create(job("completes", 3, Map.of(SimulatedPods.RUN_SECONDS, "1")));

    awaitCondition("completes", "Complete");

    assertThat(pods("completes"))
        .hasSize(3)
        .allSatisfy(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded"));
  }

  @Test
  void jobFailsByTheExitCode() {
    create(
        job("fails", 1, Map.of(SimulatedPods.RUN_SECONDS, "0.5", SimulatedPods.EXIT_CODE, "42")));

    awaitCondition("fails", "Failed");

    assertThat(pods("fails"))
        .singleElement()
        .satisfies(pod -> assertThat(exitCode(pod)).isEqualTo(42));
  }

  @Test
  void podsRunUntilTheyAreDeleted() {
    create(job("runs", 5, Map.of()));
    await()
        .atMost(30, SECONDS)
        .until(() -> Integer.valueOf(5).equals(job("runs").getStatus().getReady()));
    assertThat(pods("runs"))
        .hasSize(5)
        .allSatisfy(pod -> assertThat(pod.getStatus().getPodIP()).isNotBlank());

    client
        .batch()
        .v1()
        .jobs()
        .inNamespace("default")
        .withName("runs")
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();

    await().atMost(30, SECONDS).until(() -> job("runs") == null);
    assertThat(pods("runs")).isEmpty();
  }

  @Test
  void annotationOnARunningPodEndsIt() {
    create(job("told-to-end", 1, Map.of()));
    await()
        .atMost(30, SECONDS)
        .until(() -> Integer.valueOf(1).equals(job("told-to-end").getStatus().getReady()));

    for (var pod : pods("told-to-end")) {
      client
          .resource(pod)
          .edit(
              running -> {
                running.getMetadata().getAnnotations().put(SimulatedPods.RUN_SECONDS, "0");
                return running;
              });
    }

    awaitCondition("told-to-end", "Complete");
  }

  @Test
  void deletedPodEndsByASignal() {
    create(job("loses-its-pod", 1, Map.of()));
    await()
        .atMost(30, SECONDS)
        .until(() -> Integer.valueOf(1).equals(job("loses-its-pod").getStatus().getReady()));

    client.resourceList(List.<HasMetadata>copyOf(pods("loses-its-pod"))).delete();

    awaitCondition("loses-its-pod", "Failed");
    await().atMost(30, SECONDS).until(() -> pods("loses-its-pod").isEmpty());
  }

  private static void create(Job job) {
    client.resource(job).create();
  }

  private static Job job(String name, int parallelism, Map<String, String> annotations) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withParallelism(parallelism)
        .withCompletions(parallelism)
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewMetadata()
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage("simulated")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Job job(String name) {
    return client.batch().v1().jobs().inNamespace("default").withName(name).get();
  }

  private static List<Pod> pods(String job) {
    return client
        .pods()
        .inNamespace("default")
        .withLabel("batch.kubernetes.io/job-name", job)
        .list()
        .getItems();
  }

  private static int exitCode(Pod pod) {
    return pod.getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated()
        .getExitCode();
  }

  private static void awaitCondition(String job, String type) {
    await()
        .atMost(30, SECONDS)
        .untilAsserted(
            () ->
                assertThat(job(job).getStatus().getConditions())
                    .anySatisfy(
                        condition -> {
                          assertThat(condition.getType()).isEqualTo(type);
                          assertThat(condition.getStatus()).isEqualTo("True");
                        }));
  }
}
