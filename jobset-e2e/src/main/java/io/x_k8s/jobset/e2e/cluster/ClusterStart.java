package io.x_k8s.jobset.e2e.cluster;

import io.x_k8s.jobset.e2e.cluster.ClusterProcess.Lifeline;
import io.x_k8s.jobset.e2e.cluster.ClusterProcess.PortTakenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  private final Optional<RealNode> node;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();

  /** Starts a cluster; once more with other ports if another process was quicker to take one. */
  static LocalCluster run(ClusterOptions options) {
    // What is missing is better told before the programs are built than after.
    var machine =
        options.mode() == ClusterMode.REAL
            ? Optional.of(NodeRequirements.search(NodeRequirements.Machine.own()).orElseThrow())
            : Optional.<NodeRequirements>empty();
    var binaries = ClusterBinaries.prepare(options.progress());
    var node = machine.map(found -> NodeBinaries.prepare(found, options.progress()));
    for (int attempt = 1; ; attempt++) {
      try {
        return new ClusterStart(binaries, node, options).run();
      } catch (PortTakenException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (IOException e) {
        throw new LocalClusterException("The local cluster cannot be started: " + e, e);
      }
    }
  }

  private ClusterStart(
      ClusterBinaries binaries, Optional<NodeBinaries> node, ClusterOptions options)
      throws IOException {
    var folder = Files.createTempDirectory("jobset-cluster-");
    var ports = FreePorts.choose(2);
    this.binaries = binaries;
    this.options = options;
    this.access = new ClusterAccess(folder, options.users());
    this.commandLines = new CommandLines(folder, access, options, ports.get(0), ports.get(1));
    this.cluster = new LocalCluster(folder, commandLines);
    this.node = node.map(programs -> new RealNode(folder, access, programs));
  }

  private LocalCluster run() throws IOException {
    try {
      if (node.isPresent()) {
        cluster.setImages(node.get().prepare(cluster.server()));
      }
      startServer();
      if (options.mode() != ClusterMode.API) {
        startControllers();
        if (node.isPresent()) {
          startNode(node.get());
        } else {
          simulateNodes();
        }
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
    await("its API server has no certificate yet", "kube-apiserver", access::hasCertificate);
    try (var server = administration()) {
      await(
          "its API server is not ready",
          "kube-apiserver",
          // The namespace that everybody starts with comes a moment later.
          () -> server.isOk("/readyz") && server.isOk("/api/v1/namespaces/default"));
    }
    access.writeKubeconfigs(cluster.server());
  }

  // The controller manager ends at once where there is no API server; hence not earlier.
  private void startControllers() throws IOException {
    launch("kube-controller-manager", commandLines.controllerManager(), Lifeline.TIED);
    launch("kube-scheduler", commandLines.scheduler(), Lifeline.TIED);
  }

  private void simulateNodes() throws IOException, InterruptedException {
    copyResource("stages.yaml");
    launch("kwok", commandLines.kwok(), Lifeline.TIED);
    try (var server = administration()) {
      var nodes = new Nodes(server, options.nodes());
      nodes.simulate(options.nodeLabels());
      awaitPodsCanRun(server, nodes);
    }
  }

  private void startNode(RealNode real) throws IOException, InterruptedException {
    launchProgram(real.program(), real.arguments(), Lifeline.TIED);
    try (var server = administration()) {
      awaitPodsCanRun(server, new Nodes(server, options.nodes()));
    }
  }

  private void awaitPodsCanRun(ApiServer server, Nodes nodes)
      throws IOException, InterruptedException {
    await("its nodes are not ready", node.isPresent() ? "kubelet" : "kwok", nodes::areReady);
    await(
        "its default service account, which Pods need, does not exist",
        "kube-controller-manager",
        () -> server.isOk("/api/v1/namespaces/default/serviceaccounts/default"));
  }

  private ApiServer administration() throws IOException {
    var token = access.user(ClusterAccess.ADMIN).token();
    return new ApiServer(cluster.server(), token, access.certificate());
  }

  private void launch(String program, List<String> arguments, Lifeline lifeline)
      throws IOException {
    launchProgram(binaries.program(program), arguments, lifeline);
  }

  private void launchProgram(Path program, List<String> arguments, Lifeline lifeline)
      throws IOException {
    cluster.launch(program, arguments, options.detached() ? Lifeline.NONE : lifeline);
  }

  /** A state that is asked for until it is there. */
  @FunctionalInterface
  private interface State {
    boolean isReached() throws IOException, InterruptedException;
  }

  /** Waits for a state; what wakes it up meanwhile is the death of one of the processes. */
  private void await(String complaint, String program, State state)
      throws IOException, InterruptedException {
    var failure = cluster.failure();
    while (!state.isReached()) {
      try {
        throw failure.get(POLL.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException allAlive) {
        if (System.nanoTime() > deadline) {
          throw new LocalClusterException(
              "The local cluster is not up after %d s: %s. The log of %s ends with:%n%s"
                  .formatted(PATIENCE.toSeconds(), complaint, program, LogTail.of(log(program))));
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Path log(String program) {
    return cluster.folder().resolve("logs").resolve(program + ".log");
  }

  private void copyResource(String name) throws IOException {
    try (InputStream stream = ClusterStart.class.getResourceAsStream(name)) {
      Files.copy(stream, cluster.folder().resolve(name));
    }
  }
}
