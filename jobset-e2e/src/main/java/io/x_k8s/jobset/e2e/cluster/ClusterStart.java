package io.x_k8s.jobset.e2e.cluster;

import io.x_k8s.jobset.e2e.cluster.ClusterProcess.Lifeline;
import io.x_k8s.jobset.e2e.cluster.ClusterProcess.PortTakenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One start of a cluster, from an empty folder to ready. */
final class ClusterStart {

  /** Far more than the few seconds it takes, for machines that are busy with other things. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int ATTEMPTS = 5;

  private final ClusterBinaries binaries;
  private final ClusterOptions options;
  private final ClusterAccess access;
  private final CommandLines commandLines;
  private final LocalCluster cluster;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();

  /** Starts a cluster; once more with other ports if another process was quicker to take one. */
  static LocalCluster run(ClusterBinaries binaries, ClusterOptions options) {
    for (int attempt = 1; ; attempt++) {
      try {
        return new ClusterStart(binaries, options).run();
      } catch (PortTakenException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (IOException e) {
        throw new LocalClusterException("The local cluster cannot be started: " + e, e);
      }
    }
  }

  private ClusterStart(ClusterBinaries binaries, ClusterOptions options) throws IOException {
    var folder = Files.createTempDirectory("jobset-cluster-");
    var ports = FreePorts.choose(2);
    this.binaries = binaries;
    this.options = options;
    this.access = new ClusterAccess(folder, options.users());
    this.commandLines = new CommandLines(folder, access, options, ports.get(0), ports.get(1));
    this.cluster = new LocalCluster(folder, commandLines);
  }

  private LocalCluster run() throws IOException {
    try {
      startServer();
      if (options.simulated()) {
        startSimulation();
      }
      if (options.detached()) {
        cluster.outliveJvm();
      }
      return cluster;
    } catch (InterruptedException e) {
      cluster.close();
      Thread.currentThread().interrupt();
      throw new LocalClusterException("Interrupted while the local cluster was starting", e);
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startServer() throws IOException, InterruptedException {
    access.writeServerFiles();
    copyResource("audit-policy.yaml");

    launch("etcd", commandLines.etcd(), Lifeline.TIED_AND_LAST);
    // At the same time: the server waits for its store by itself.
    launch("kube-apiserver", commandLines.apiServer(), Lifeline.TIED);
    await("its API server has no certificate yet", access::hasCertificate);
    try (var server = administration()) {
      await(
          "its API server is not ready",
          // The namespace that everybody starts with comes a moment later.
          () -> server.isOk("/readyz") && server.isOk("/api/v1/namespaces/default"));
    }
    access.writeKubeconfigs(cluster.server());
  }

  // The controller manager ends at once where there is no API server; hence not earlier.
  private void startSimulation() throws IOException, InterruptedException {
    copyResource("stages.yaml");
    launch("kube-controller-manager", commandLines.controllerManager(), Lifeline.TIED);
    launch("kube-scheduler", commandLines.scheduler(), Lifeline.TIED);
    launch("kwok", commandLines.kwok(), Lifeline.TIED);
    try (var server = administration()) {
      var nodes = new SimulatedNodes(server, options.nodes());
      nodes.create(options.nodeLabels());
      await("its nodes are not ready", nodes::areReady);
      await(
          "its default service account, which Pods need, does not exist",
          () -> server.isOk("/api/v1/namespaces/default/serviceaccounts/default"));
    }
  }

  private ApiServer administration() throws IOException {
    var token = access.user(ClusterAccess.ADMIN).token();
    return new ApiServer(cluster.server(), token, access.certificate());
  }

  private void launch(String program, List<String> arguments, Lifeline lifeline)
      throws IOException {
    cluster.launch(
        binaries.program(program), arguments, options.detached() ? Lifeline.NONE : lifeline);
  }

  /** A state that is asked for until it is there. */
  @FunctionalInterface
  private interface State {
    boolean isReached() throws IOException, InterruptedException;
  }

  /** Waits for a state; what wakes it up meanwhile is the death of one of the processes. */
  private void await(String complaint, State state) throws IOException, InterruptedException {
    var failure = cluster.failure();
    while (!state.isReached()) {
      try {
        throw failure.get(POLL.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException allAlive) {
        if (System.nanoTime() > deadline) {
          throw new LocalClusterException(
              "The local cluster is not up after %d s: %s. The API server's log ends with:%n%s"
                  .formatted(PATIENCE.toSeconds(), complaint, LogTail.of(serverLog())));
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Path serverLog() {
    return cluster.folder().resolve("logs").resolve("kube-apiserver.log");
  }

  private void copyResource(String name) throws IOException {
    try (InputStream stream = ClusterStart.class.getResourceAsStream(name)) {
      Files.copy(stream, cluster.folder().resolve(name));
    }
  }
}
