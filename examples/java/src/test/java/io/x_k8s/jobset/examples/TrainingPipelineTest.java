package io.x_k8s.jobset.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.x_k8s.jobset.testing.FakeJobSet;
import io.x_k8s.jobset.testing.FakeJobSetOperator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pipeline on a server that stores objects, where a fake plays the operator. */
@Timeout(60)
@EnableKubernetesMockClient(crud = true)
class TrainingPipelineTest {

  KubernetesClient kubernetes;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private FakeJobSetOperator operator;
  private Future<Boolean> pipeline;
  private FakeJobSet training;

  @BeforeEach
  void start() {
    operator = FakeJobSetOperator.start(kubernetes);
    var out = new PrintStream(output, true, StandardCharsets.UTF_8);
    pipeline =
        background.submit(
            () ->
                new TrainingPipeline(kubernetes, out)
                    .run(Duration.ofSeconds(7), Map.of("example.com/note", "for the node")));
    training = operator.next();
  }

  @AfterEach
  void stop() throws InterruptedException {
    background.shutdownNow();
    operator.close();
    assertThat(background.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void submitsALeaderAndFourWorkers() {
    var replicatedJobs = training.get().getSpec().getReplicatedJobs();
    var leader = replicatedJobs.get(0);
    var workers = replicatedJobs.get(1);

    assertThat(leader.getName()).isEqualTo("leader");
    assertThat(leader.getReplicas()).isEqualTo(1);
    assertThat(workers.getName()).isEqualTo("workers");
    assertThat(workers.getReplicas()).isEqualTo(4);
    var pod = workers.getTemplate().getSpec().getTemplate();
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("example.com/note", "for the node");
    assertThat(pod.getSpec().getContainers().get(0).getArgs().get(0)).endsWith("sleep 7");
  }

  @Test
  void showsTheProgressUntilCompleted() throws Exception {
    training.start().ready("workers", 3);
    awaitOutput("leader ready 0 active 1 succeeded 0/1 | workers ready 3 active 4 succeeded 0/4");

    training.complete();

    assertThat(pipeline.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output()).startsWith("Submitted JobSet test/training-");
    assertThat(output().lines().toList().get(output().lines().toList().size() - 1))
        .matches("Completed in \\d+\\.\\d s");
  }

  @Test
  void saysWhyItFailed() throws Exception {
    training.ready().fail();

    assertThat(pipeline.get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(output())
        .contains(
            "restarts 3",
            "Failed (ReachedMaxRestarts: jobset failed due to reaching max number of restarts (first failed job: training-");
  }

  @Test
  void endsWhenSomebodyDeletesTheJobSet() throws Exception {
    awaitOutput("Submitted");

    kubernetes.resource(training.get()).delete();

    assertThat(pipeline.get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(output()).contains("Deleted after");
  }

  private void awaitOutput(String text) {
    await().atMost(Duration.ofSeconds(30)).until(this::output, shown -> shown.contains(text));
  }

  private String output() {
    return output.toString(StandardCharsets.UTF_8);
  }
}
