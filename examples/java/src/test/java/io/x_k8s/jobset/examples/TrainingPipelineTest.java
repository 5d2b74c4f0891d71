package io.x_k8s.jobset.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pipeline on a server that stores objects, where the test plays the operator. */
@Timeout(60)
@EnableKubernetesMockClient(crud = true)
class TrainingPipelineTest {

  KubernetesClient kubernetes;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private Future<Boolean> pipeline;
  private JobSet submitted;

  @BeforeEach
  void start() {
    var out = new PrintStream(output, true, StandardCharsets.UTF_8);
    pipeline =
        background.submit(
            () ->
                new TrainingPipeline(kubernetes, out)
                    .run(Duration.ofSeconds(7), Map.of("example.com/note", "for the node")));
    submitted =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> kubernetes.resources(JobSet.class).list().getItems(), list -> !list.isEmpty())
            .get(0);
  }

  @AfterEach
  void stop() throws InterruptedException {
    background.shutdownNow();
    assertThat(background.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void submitsALeaderAndFourWorkers() {
    var leader = submitted.getSpec().getReplicatedJobs().get(0);
    var workers = submitted.getSpec().getReplicatedJobs().get(1);

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
    update(
        jobSet ->
            jobSet
                .editOrNewStatus()
                .addNewReplicatedJobsStatus()
                .withName("workers")
                .withReady(3)
                .withActive(4)
                .endReplicatedJobsStatus()
                .endStatus());
    awaitOutput("leader ready 0 active 0 succeeded 0/1 | workers ready 3 active 4 succeeded 0/4");

    finish(JobSetConditions.COMPLETED, "AllJobsCompleted", "jobset completed successfully");

    assertThat(pipeline.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output()).startsWith("Submitted JobSet test/training-");
    assertThat(output().lines().toList().get(output().lines().toList().size() - 1))
        .matches("Completed in \\d+\\.\\d s");
  }

  @Test
  void saysWhyItFailed() throws Exception {
    finish(JobSetConditions.FAILED, "FailedJobs", "first failed job: training-workers-2");

    assertThat(pipeline.get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(output()).contains("Failed (FailedJobs: first failed job: training-workers-2)");
  }

  @Test
  void endsWhenSomebodyDeletesTheJobSet() throws Exception {
    awaitOutput("Submitted");

    kubernetes.resource(submitted).delete();

    assertThat(pipeline.get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(output()).contains("Deleted after");
  }

  private void finish(String type, String reason, String message) {
    update(
        jobSet ->
            jobSet
                .editOrNewStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .endStatus());
  }

  private void update(UnaryOperator<JobSetBuilder> change) {
    kubernetes
        .resources(JobSet.class)
        .withName(submitted.getMetadata().getName())
        .edit(jobSet -> change.apply(new JobSetBuilder(jobSet)).build());
  }

  private void awaitOutput(String text) {
    await().atMost(Duration.ofSeconds(30)).until(this::output, shown -> shown.contains(text));
  }

  private String output() {
    return output.toString(StandardCharsets.UTF_8);
  }
}
