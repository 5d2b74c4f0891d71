package io.x_k8s.jobset.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent as a process, against a server that plays Kubernetes. */
class AgentProcessTest {
  private static final String SHORT_PATIENCE = "-Djobset.agent.patienceSeconds=1";

  @TempDir Path folder;
  private FakeCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = FakeCluster.start(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  @Tag("controller:A-001")
  @Tag("controller:A-005")
  @Tag("controller:A-006")
  void theWorkerWaitsForTheOthersAndEndsWhenOutdated() {
    cluster.jobSet(null, null);
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put("WORKER_COMMAND", "echo worker-at-work; sleep 600");
    environment.put("SHELL", "/bin/sh");
    environment.put("IN_PLACE_RESTART_EXIT_CODE", "123");
    try (AgentProcess agent = AgentProcess.start(cluster, environment)) {
      agent.awaitOutput("attempt 0: waiting");
      assertThat(cluster.attempts()).containsExactly("0");
      assertThat(agent.output()).doesNotContain("worker-at-work");

      cluster.jobSet(0, null);
      agent.awaitOutput("worker-at-work");
      assertThat(agent.isAlive()).isTrue();

      cluster.jobSet(0, 0);
      assertThat(agent.exitCode()).isEqualTo(123);
      assertThat(cluster.attempts()).as("one write an attempt").containsExactly("0");
    }
  }

  @Test
  @Tag("controller:A-012")
  void theProbeAnswersOnlyWhenTheBarrierIsDown() throws IOException {
    cluster.jobSet(null, null);
    int port = freePort();
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put("STARTUP_PROBE_PORT", "" + port);
    try (AgentProcess agent = AgentProcess.start(cluster, environment)) {
      agent.awaitOutput("attempt 0: waiting");
      assertThat(probe(port, "/barrier-is-down")).isEqualTo(-1);

      cluster.jobSet(0, null);
      eventually(() -> assertThat(probe(port, "/barrier-is-down")).isEqualTo(200));
      assertThat(probe(port, "/elsewhere")).isEqualTo(404);

      cluster.jobSet(0, 0);
      assertThat(agent.exitCode()).isEqualTo(1);
    }
  }

  @Test
  @Tag("controller:A-013")
  void withAnotherStrategyTheProbeAnswersAtOnce() throws IOException {
    cluster.jobSet("{}", "{\"restartStrategy\":\"Recreate\"}", null, null);
    int port = freePort();
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put("STARTUP_PROBE_PORT", "" + port);
    try (AgentProcess agent = AgentProcess.start(cluster, environment)) {
      eventually(() -> assertThat(probe(port, "/barrier-is-down")).isEqualTo(200));
      assertThat(cluster.attempts()).isEmpty();
      assertThat(agent.isAlive()).isTrue();
    }
  }

  @Test
  void aProbePortThatIsTakenEndsTheAgentWithOne() throws IOException {
    cluster.jobSet("{}", "{}", null, null);
    try (ServerSocket taken = new ServerSocket(0)) {
      Map<String, String> environment = new HashMap<>(cluster.environment());
      environment.put("STARTUP_PROBE_PORT", "" + taken.getLocalPort());
      try (AgentProcess agent = AgentProcess.start(cluster, environment)) {
        assertThat(agent.exitCode()).isEqualTo(1);
        assertThat(agent.output()).contains("cannot listen on port " + taken.getLocalPort());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"exit 0, 0", "exit 7, 7", "kill -9 $$, 137"})
  @Tag("controller:A-016")
  void theWorkersExitCodeIsTheAgents(String worker, int code) {
    cluster.jobSet("{}", "{}", null, null);
    try (AgentProcess agent = AgentProcess.main(cluster, worker)) {
      assertThat(agent.exitCode()).isEqualTo(code);
    }
  }

  @Test
  @Tag("controller:A-016")
  void aWorkerThatCannotBeStartedIsExitCodeOne() {
    cluster.jobSet("{}", "{}", null, null);
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.put("WORKER_COMMAND", "exit 0");
    environment.put("SHELL", "/no/such/shell");
    try (AgentProcess agent = AgentProcess.start(cluster, environment)) {
      assertThat(agent.exitCode()).isEqualTo(1);
      assertThat(agent.output()).contains("could not be started by /no/such/shell");
    }
  }

  @Test
  @Tag("controller:A-010")
  void theAnnotationThatDisablesHasTheWorkerBeginAtOnce() {
    cluster.jobSet(
        "{\"jobset.sigs.k8s.io/disable-in-place-restart\":\"\"}",
        "{\"restartStrategy\":\"InPlaceRestart\"}",
        null,
        null);
    try (AgentProcess agent = AgentProcess.main(cluster, "exit 5")) {
      assertThat(agent.exitCode()).isEqualTo(5);
      assertThat(cluster.attempts()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  @Tag("controller:A-018")
  void aSignalBeforeTheWorkerBeginsEndsTheAgent(String signal, int code) {
    cluster.jobSet(null, null);
    try (AgentProcess agent = AgentProcess.main(cluster, "exit 0")) {
      agent.awaitOutput("attempt 0: waiting");
      agent.signal(signal);
      assertThat(agent.exitCode()).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  @Tag("controller:A-018")
  void aSignalThatEndsTheWorkerIsTheExitCode(String signal, int code) {
    cluster.jobSet("{}", "{}", null, null);
    try (AgentProcess agent = AgentProcess.main(cluster, "echo at-work; exec sleep 600")) {
      agent.awaitOutput("at-work");
      agent.signal(signal);
      assertThat(agent.exitCode()).isEqualTo(code);
    }
  }

  @Test
  void theWorkerMayTakeItsTimeToSaveItsWork() throws IOException {
    cluster.jobSet("{}", "{}", null, null);
    Path saved = folder.resolve("saved");
    String program =
        "trap 'sleep 0.5; echo saved > "
            + saved
            + "; exit 3' TERM; echo at-work; while :; do sleep 0.1; done";
    Files.writeString(folder.resolve("train.sh"), program);
    // The shell in between passes no signals on.
    try (AgentProcess agent =
        AgentProcess.main(cluster, "sh " + folder.resolve("train.sh") + "; exit $?")) {
      agent.awaitOutput("at-work");
      agent.signal("TERM");
      assertThat(agent.exitCode()).isEqualTo(143);
      assertThat(saved).hasContent("saved");
    }
  }

  @Test
  void aWorkerThatHandlesTheSignalChoosesTheExitCode() {
    cluster.jobSet("{}", "{}", null, null);
    try (AgentProcess agent =
        AgentProcess.main(
            cluster, "trap 'exit 9' TERM; echo at-work; while :; do sleep 0.1; done")) {
      agent.awaitOutput("at-work");
      agent.signal("TERM");
      assertThat(agent.exitCode()).isEqualTo(9);
    }
  }

  @Test
  @Tag("controller:A-019")
  void aJobSetThatIsDeletedDoesNotEndAWorkerAtWork() {
    cluster.jobSet(null, null);
    try (AgentProcess agent =
        AgentProcess.main(
            cluster,
            "echo at-work; while ! [ -e " + folder + "/done ]; do sleep 0.1; done; exit 4",
            SHORT_PATIENCE)) {
      agent.awaitOutput("attempt 0: waiting");
      cluster.jobSet(0, null);
      agent.awaitOutput("at-work");

      cluster.deleteJobSet();
      eventually(
          () ->
              assertThat(cluster.requests().stream().filter(this::isList).count())
                  .as("it looks again")
                  .isGreaterThan(2));

      assertThat(agent.isAlive()).isTrue();
      write("done").accept(folder);
      assertThat(agent.exitCode()).isEqualTo(4);
    }
  }

  @Test
  void aJobSetThatDoesNotExistIsToldAndNotWaitedForForEver() {
    try (AgentProcess agent = AgentProcess.main(cluster, "exit 0", SHORT_PATIENCE)) {
      assertThat(agent.exitCode()).isEqualTo(1);
      assertThat(agent.output()).contains("JobSet js does not exist, and nobody has changed that");
    }
  }

  @Test
  void aJobSetThatAppearsInTimeIsWelcome() {
    try (AgentProcess agent = AgentProcess.main(cluster, "exit 6")) {
      agent.awaitOutput("JobSet js does not exist; waiting");
      cluster.jobSet("{}", "{}", null, null);
      assertThat(agent.exitCode()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @CsvSource({"GET", "PATCH"})
  void aRightThatIsMissingIsToldAndNotWaitedForForEver(String method) {
    cluster.jobSet(null, null);
    cluster.refuse(method, 403);
    try (AgentProcess agent = AgentProcess.main(cluster, "exit 0", SHORT_PATIENCE)) {
      assertThat(agent.exitCode()).isEqualTo(1);
      assertThat(agent.output())
          .contains("pods \"js-w-0-0\" is forbidden (HTTP 403), and nobody has changed that");
    }
  }

  @Test
  @Tag("controller:A-015")
  void anAttemptThatCouldNotBeToldIsToldLater() {
    cluster.jobSet(null, null);
    cluster.refuse("PATCH", 500);
    try (AgentProcess agent = AgentProcess.main(cluster, "exit 0")) {
      agent.awaitOutput("trying again");
      assertThat(cluster.attempts()).isEmpty();

      cluster.refuse("PATCH", 0);
      agent.awaitOutput("attempt 0: waiting");
      assertThat(cluster.attempts()).containsExactly("0");
    }
  }

  @Test
  void lostConnectionsAndExpiredWatchesDoNoHarm() throws IOException {
    cluster.jobSet(null, null);
    try (AgentProcess agent = AgentProcess.main(cluster, "echo at-work; sleep 600")) {
      agent.awaitOutput("attempt 0: waiting");
      eventually(() -> assertThat(cluster.openWatches()).isEqualTo(1));
      cluster.cutWatches();
      eventually(() -> assertThat(cluster.openWatches()).isEqualTo(1));
      cluster.expireWatches();
      Files.writeString(folder.resolve("token"), "second-token");
      eventually(() -> assertThat(cluster.openWatches()).isEqualTo(1));
      cluster.cutWatches();
      cluster.jobSet(0, null);

      agent.awaitOutput("at-work");
      assertThat(cluster.attempts()).containsExactly("0");
      assertThat(cluster.requests().getFirst()).endsWith("Bearer first-token");
      assertThat(cluster.requests().getLast()).endsWith("Bearer second-token");
    }
  }

  @Test
  void anApiServerThatIsAwayIsWaitedFor() throws IOException {
    cluster.jobSet(null, null);
    cluster.refuse("GET", 503);
    try (AgentProcess agent = AgentProcess.main(cluster, "exit 8", SHORT_PATIENCE)) {
      agent.awaitOutput("trying again");
      eventually(() -> assertThat(cluster.requests()).hasSizeGreaterThan(4));
      assertThat(agent.isAlive()).isTrue();

      cluster.jobSet("{}", "{}", null, null);
      cluster.refuse("GET", 0);
      assertThat(agent.exitCode()).isEqualTo(8);
    }
  }

  @Test
  @Tag("controller:A-017")
  void aMissingVariableOrFileIsOneLineAndExitCodeOne() throws IOException {
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.remove("JOBSET_NAME");
    try (AgentProcess agent = AgentProcess.start(cluster, environment)) {
      assertThat(agent.exitCode()).isEqualTo(1);
      assertThat(agent.output().lines())
          .singleElement()
          .asString()
          .contains("JOBSET_NAME is not set");
    }
    Files.delete(folder.resolve("namespace"));
    try (AgentProcess agent = AgentProcess.main(cluster, "exit 0")) {
      assertThat(agent.exitCode()).isEqualTo(1);
      assertThat(agent.output().lines())
          .singleElement()
          .asString()
          .contains("namespace cannot be read");
    }
  }

  @Test
  void whatTheLauncherKeptBackIsTheWorkersAgain() {
    Map<String, String> environment =
        new HashMap<>(Map.of("JOBSET_AGENT_KEPT_JAVA_TOOL_OPTIONS", "-Xmx9g", "OTHER", "x"));

    Worker.restore(environment);

    assertThat(environment).isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Xmx9g", "OTHER", "x"));
  }

  private boolean isList(String request) {
    return request.startsWith("GET") && !request.contains("watch=true");
  }

  private static ThrowingConsumer<Path> write(String file) {
    return folder -> Files.createFile(folder.resolve(file));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The code that a kubelet would get; -1 when nothing listens. */
  private static int probe(int port, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      return connection.getResponseCode();
    } catch (IOException e) {
      return -1;
    }
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(assertion);
  }
}
