package io.x_k8s.jobset.client.v1alpha2.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.fake.FakeApiServer;
import io.x_k8s.jobset.client.fake.FakeLog;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobSetLogsTest {

  private static final String NOON = "2026-03-01T12:00:00Z";
  private static final String JUST_AFTER = "2026-03-01T12:00:00.1Z";
  private static final String LATER = "2026-03-01T12:00:05Z";

  private final ExecutorService background = Executors.newCachedThreadPool();
  private FakeApiServer server;
  private KubernetesClient kubernetes;
  private JobSet jobSet;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    kubernetes = new KubernetesClientBuilder().withConfig(server.clientConfig()).build();
    jobSet = server.store(jobSet());
  }

  @AfterEach
  void stop() {
    background.shutdownNow();
    kubernetes.close();
    server.close();
  }

  @Test
  void readsWhatAllPodsHaveWrittenSoFar() throws Exception {
    over("leader-0-0", 0);
    log("leader-0-0").write(NOON, "hello");
    over("workers-0-0", 2);
    log("workers-0-0").write(NOON, "one");
    log("workers-0-0").write(NOON, "two");

    assertThat(all(LogOptions.SO_FAR))
        .containsExactlyInAnyOrder(
            "[training-leader-0-0 #0] hello",
            "[training-workers-0-0 #2] one",
            "[training-workers-0-0 #2] two");
    assertThat(server.openWatches()).isZero();
  }

  @Test
  void readsWhatARunningContainerHasWrittenWithoutWaitingForMore() throws Exception {
    running("workers-0-0", 0);
    log("workers-0-0").write(NOON, "one");

    assertThat(all(LogOptions.SO_FAR)).containsExactly("[training-workers-0-0 #0] one");
  }

  @Test
  void readsOneReplicatedJobOnly() throws Exception {
    over("leader-0-0", 0);
    log("leader-0-0").write(NOON, "hello");
    over("workers-0-0", 0);
    log("workers-0-0").write(NOON, "one");

    assertThat(all(LogOptions.SO_FAR.ofReplicatedJob("workers")))
        .containsExactly("[training-workers-0-0 #0] one");
  }

  @Test
  void readsTheContainerThatIsNamed() throws Exception {
    over("workers-0-0", 0);
    log("workers-0-0").write(NOON, "of the first");
    server.log("training-workers-0-0", "sidecar").write(NOON, "of the other");

    assertThat(all(LogOptions.SO_FAR.inContainer("sidecar")))
        .containsExactly("[training-workers-0-0 #0] of the other");
  }

  @Test
  void leavesPodsOfAnEarlierJobSetOfTheSameNameOut() throws Exception {
    server.store(
        pod("workers-0-0", 0)
            .editMetadata()
            .addToLabels(JobSetLabels.JOBSET_UID, "another")
            .endMetadata()
            .build());
    log("workers-0-0").write(NOON, "not ours");

    assertThat(all(LogOptions.SO_FAR)).isEmpty();
  }

  @Test
  void asksForTheLastLinesOfWhatRunsAlready() throws Exception {
    over("workers-0-0", 0);

    all(LogOptions.SO_FAR.tailingLines(7).since(Duration.ofMinutes(2)));

    assertThat(logRequests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.query().get("tailLines")).contains("7");
              assertThat(request.query().get("sinceSeconds")).contains("120");
            });
  }

  @Test
  void followsOverARestartToTheEnd() throws Exception {
    var first = running("workers-0-0", 0);
    var lines = follow();
    log("workers-0-0").write(NOON, "first attempt");
    await().until(() -> lines.size() == 1);

    log("workers-0-0").write(LATER, "killed");
    log("workers-0-0").end();
    server.delete(first);
    running("workers-0-1", 1);
    log("workers-0-1").write(LATER, "second attempt");
    await().until(() -> lines.size() == 3);
    over("workers-0-1", 1);
    log("workers-0-1").end();
    server.store(completed());

    await().until(() -> lines.get(lines.size() - 1).equals("end"));
    assertThat(lines)
        .containsExactlyInAnyOrder(
            "[training-workers-0-0 #0] first attempt",
            "[training-workers-0-0 #0] killed",
            "[training-workers-0-1 #1] second attempt",
            "end");
    await().until(() -> server.openWatches() == 0);
  }

  /** Either of the two watches may be the first. */
  @RepeatedTest(20)
  void readsPodsThatWereSeenAfterTheEndOnly() throws Exception {
    server.store(completed());
    over("workers-0-0", 0);
    log("workers-0-0").write(NOON, "quick");
    log("workers-0-0").end();

    assertThat(all(LogOptions.FOLLOWING)).containsExactly("[training-workers-0-0 #0] quick");
  }

  @Test
  void endsWhenTheJobSetIsDeleted() throws Exception {
    var pod = running("workers-0-0", 0);
    var lines = follow();
    log("workers-0-0").write(NOON, "one");
    await().until(() -> lines.size() == 1);

    server.delete(jobSet);
    server.delete(pod);
    log("workers-0-0").end();

    await().until(() -> lines.contains("end"));
  }

  @Test
  void losesNothingAndRepeatsNothingWhenTheConnectionIsLost() throws Exception {
    running("workers-0-0", 0);
    var lines = follow();
    log("workers-0-0").write(NOON, "one");
    log("workers-0-0").write(NOON, "two");
    await().until(() -> lines.size() == 2);

    log("workers-0-0").disconnect();
    log("workers-0-0").write(NOON, "three, at the same time");
    log("workers-0-0").write(JUST_AFTER, "four, in the same second");
    log("workers-0-0").write(LATER, "five");

    await().until(() -> lines.size() >= 5);
    assertThat(lines)
        .containsExactly(
            "[training-workers-0-0 #0] one",
            "[training-workers-0-0 #0] two",
            "[training-workers-0-0 #0] three, at the same time",
            "[training-workers-0-0 #0] four, in the same second",
            "[training-workers-0-0 #0] five");
    assertThat(logRequests().get(1).query().get("sinceTime")).contains(NOON);
  }

  @Test
  void readsAContainerThatIsStartedAgain() throws Exception {
    var pod = running("workers-0-0", 0);
    var lines = follow();
    log("workers-0-0").write(NOON, "first run");
    await().until(() -> lines.size() == 1);

    log("workers-0-0").end();
    await().until(() -> log("workers-0-0").readers() == 0);
    log("workers-0-0").restart();
    log("workers-0-0").write(LATER, "second run");
    server.store(
        pod.edit()
            .editStatus()
            .editFirstContainerStatus()
            .withRestartCount(1)
            .endContainerStatus()
            .endStatus()
            .build());

    await().until(() -> lines.size() == 2);
    assertThat(lines).endsWith("[training-workers-0-0 #0] second run");
  }

  @Test
  void waitsForAContainerToBeStarted() throws Exception {
    server.store(
        pod("workers-0-0", 0)
            .editStatus()
            .editFirstContainerStatus()
            .withNewState()
            .withNewWaiting()
            .withReason("ContainerCreating")
            .endWaiting()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build());
    var lines = follow();
    await().until(() -> server.openWatches() == 2);
    assertThat(logRequests()).isEmpty();

    running("workers-0-0", 0);
    log("workers-0-0").write(NOON, "one");

    await().until(() -> lines.contains("[training-workers-0-0 #0] one"));
  }

  @Test
  void slowReadersSlowTheServerDown() throws Exception {
    var count = 40_000;
    var text = "x".repeat(1000);
    over("workers-0-0", 0);
    for (int i = 0; i < count; i++) {
      log("workers-0-0").write(NOON, text);
    }
    log("workers-0-0").end();
    try (var logs = logs(LogOptions.SO_FAR)) {
      assertThat(logs.next()).isPresent();

      await().during(Duration.ofSeconds(1)).until(() -> log("workers-0-0").sent() < count / 2);

      var read = 1;
      while (logs.next().isPresent()) {
        read++;
      }
      assertThat(read).isEqualTo(count);
    }
  }

  @Test
  void leavesNothingBehindWhenItIsClosed() throws Exception {
    running("workers-0-0", 0);
    running("workers-0-1", 0);
    var logs = logs(LogOptions.FOLLOWING);
    var reader = background.submit(logs::next);
    log("workers-0-0").write(NOON, "one");
    assertThat(reader.get(30, TimeUnit.SECONDS)).isPresent();
    log("workers-0-1").write(NOON, "one");
    assertThat(background.submit(logs::next).get(30, TimeUnit.SECONDS)).isPresent();
    var waiting = background.submit(logs::next);

    logs.close();

    assertThat(waiting.get(30, TimeUnit.SECONDS)).isEmpty();
    await().until(() -> server.openWatches() == 0);
    await()
        .until(
            () -> {
              // Only a write tells the server that nobody reads any more.
              log("workers-0-0").write(LATER, "anybody there?");
              log("workers-0-1").write(LATER, "anybody there?");
              return log("workers-0-0").readers() + log("workers-0-1").readers() == 0;
            });
  }

  @Test
  void anInterruptedReaderCanReadOn() throws Exception {
    running("workers-0-0", 0);
    try (var logs = logs(LogOptions.FOLLOWING)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(logs::next).isInstanceOf(InterruptedException.class);

      log("workers-0-0").write(NOON, "one");
      assertThat(logs.next().orElseThrow().text()).isEqualTo("one");
    }
  }

  @Test
  void namesTheVerbAndTheResourceThatAreForbidden() {
    over("workers-0-0", 0);
    server.refuse("/log", 403, "no, says the server");

    assertThatThrownBy(() -> all(LogOptions.FOLLOWING))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageStartingWith(
            "Not allowed to get pods/log in namespace ml: no, says the server.");
  }

  @Test
  void namesTheVerbAndTheResourceOfPodsToo() {
    server.refuse("/pods", 403, "no, says the server");

    assertThatThrownBy(() -> all(LogOptions.FOLLOWING))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageStartingWith(
            "Not allowed to list and watch pods in namespace ml: no, says the server.");
  }

  @Test
  void goesOnWhenANodeDoesNotAnswerForAWhile() throws Exception {
    running("workers-0-0", 0);
    server.refuse("/log", 400, "container is waiting to start");
    var lines = follow();
    await().until(() -> !logRequests().isEmpty());

    server.recover();
    log("workers-0-0").write(NOON, "one");

    await().until(() -> lines.contains("[training-workers-0-0 #0] one"));
  }

  @Test
  void doesNotLeavePodsOutSilently() {
    running("workers-0-0", 0);
    running("workers-0-1", 0);

    assertThatThrownBy(() -> all(LogOptions.FOLLOWING.maxAtOnce(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("More than 1 containers run")
        .hasMessageContaining("LogOptions.maxAtOnce");
  }

  @Test
  void readsOneAfterTheOtherWhatIsOver() throws Exception {
    for (int i = 0; i < 3; i++) {
      over("workers-0-" + i, 0);
      log("workers-0-" + i).write(NOON, "one");
      log("workers-0-" + i).end();
    }

    assertThat(all(LogOptions.SO_FAR.maxAtOnce(1))).hasSize(3);
  }

  private List<String> follow() {
    var lines = Collections.synchronizedList(new ArrayList<String>());
    background.submit(
        () -> {
          try (var logs = logs(LogOptions.FOLLOWING)) {
            logs.forEach(line -> lines.add(line.toString()));
          }
          lines.add("end");
          return null;
        });
    return lines;
  }

  private List<String> all(LogOptions options) throws InterruptedException {
    var lines = new ArrayList<String>();
    try (var logs = logs(options)) {
      logs.forEach(line -> lines.add(line.toString()));
    }
    return lines;
  }

  private JobSetLogs logs(LogOptions options) {
    return kubernetes
        .adapt(JobSetClient.class)
        .v1alpha2()
        .jobSets()
        .inNamespace("ml")
        .withName("training")
        .logs(options);
  }

  private List<FakeApiServer.Request> logRequests() {
    return server.requests().stream().filter(request -> request.path().endsWith("/log")).toList();
  }

  private FakeLog log(String pod) {
    return server.log("training-" + pod, "main");
  }

  private Pod running(String name, int attempt) {
    return server.store(pod(name, attempt).build());
  }

  private Pod over(String name, int attempt) {
    return server.store(
        pod(name, attempt)
            .editStatus()
            .editFirstContainerStatus()
            .withNewState()
            .withNewTerminated()
            .withExitCode(0)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .editLastContainerStatus()
            .withNewState()
            .withNewTerminated()
            .withExitCode(0)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build());
  }

  private PodBuilder pod(String name, int attempt) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("training-" + name)
        .addToLabels(JobSetLabels.JOBSET_NAME, "training")
        .addToLabels(JobSetLabels.JOBSET_UID, jobSet.getMetadata().getUid())
        .addToLabels(JobSetLabels.REPLICATEDJOB_NAME, name.substring(0, name.indexOf('-')))
        .addToLabels(JobSetLabels.RESTART_ATTEMPT, String.valueOf(attempt))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .endContainer()
        .addNewContainer()
        .withName("sidecar")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("main")
        .withRestartCount(0)
        .withNewState()
        .withNewRunning()
        .withStartedAt(NOON)
        .endRunning()
        .endState()
        .endContainerStatus()
        .addNewContainerStatus()
        .withName("sidecar")
        .withRestartCount(0)
        .withNewState()
        .withNewRunning()
        .withStartedAt(NOON)
        .endRunning()
        .endState()
        .endContainerStatus()
        .endStatus();
  }

  private JobSet completed() {
    return jobSet
        .edit()
        .withNewStatus()
        .addNewCondition()
        .withType(JobSetConditions.COMPLETED)
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private static JobSet jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName("training")
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }
}
