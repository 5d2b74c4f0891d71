package io.x_k8s.jobset.e2e.cluster;

import io.x_k8s.jobset.e2e.image.ImageLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A Kubernetes cluster of its own: the real control plane on free ports of the loopback interface,
 * with its files in a temporary folder. Any number of them can run at once.
 *
 * <p>It ends with {@link #close()}, or with this JVM, in whatever way that ends; a {@linkplain
 * Builder#detached() detached} one ends by {@link #stop(Path)}.
 *
 * {@snippet :
 * try (var cluster = LocalCluster.simulated().nodes(8).start()) {
 *   var client = new KubernetesClientBuilder()
 *       .withConfig(Config.fromKubeconfig(cluster.kubeconfigYaml()))
 *       .build();
 * }
 * }
 */
public final class LocalCluster implements AutoCloseable {

  private final Path folder;
  private final CommandLines commandLines;
  private final ProcessLedger ledger;
  private final CompletableFuture<LocalClusterException> failure = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private Optional<ImageLayout> images = Optional.empty();
  private final Thread endOfJvm = new Thread(this::close, "local-cluster-end");

  LocalCluster(Path folder, CommandLines commandLines) {
    this.folder = folder;
    this.commandLines = commandLines;
    this.ledger = new ProcessLedger(folder);
    Runtime.getRuntime().addShutdownHook(endOfJvm);
  }

  /**
   * A cluster of etcd and an API server: for CRDs, admission, and tests that play the controllers
   * themselves. Nothing reacts to what is created; a namespace, for example, is never gone.
   */
  public static Builder api() {
    return new Builder(ClusterMode.API, 0);
  }

  /**
   * A whole control plane with simulated nodes, eight unless told otherwise. Pods are scheduled and
   * run to the end that {@link SimulatedPods} says, without a container.
   */
  public static Builder simulated() {
    return new Builder(ClusterMode.SIMULATED, 8);
  }

  /**
   * A whole control plane with this machine as its one node, {@code node-0}, which runs Pods in
   * containers. They reach each other, by name too, and the API server; nothing else. Images are
   * not pulled from anywhere: {@code busybox} and {@code bash} are there, others come through
   * {@link #images()}.
   *
   * @see #obstacleToRealPods()
   */
  public static Builder real() {
    return new Builder(ClusterMode.REAL, 1);
  }

  /** A sentence that says why {@link #real()} cannot work on this machine, if that is known. */
  public static Optional<String> obstacleToRealPods() {
    return NodeRequirements.search(NodeRequirements.Machine.own()).obstacle();
  }

  /**
   * Stops a cluster by its folder, and removes the folder; for a detached cluster, from any JVM.
   *
   * @throws LocalClusterException if the folder is not one of a cluster
   */
  public static void stop(Path folder) {
    var ledger = new ProcessLedger(folder);
    if (!ledger.exists()) {
      throw new LocalClusterException(
          folder + " is not the folder of a local cluster: it has no file 'processes'.");
    }
    stop(ledger, folder);
  }

  private static void stop(ProcessLedger ledger, Path folder) {
    try {
      ledger.stopAll();
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new LocalClusterException(
          "The folder %s cannot be removed: %s".formatted(folder, e), e);
    }
  }

  /** The folder of the cluster's files; {@code logs} in it has each program's output. */
  public Path folder() {
    return folder;
  }

  /** The API server's address. */
  public URI server() {
    return commandLines.server();
  }

  /** The kubeconfig file of the administrator, who may do everything. */
  public Path kubeconfig() {
    return kubeconfig(ClusterAccess.ADMIN);
  }

  /**
   * The kubeconfig file of a user that the cluster was {@linkplain Builder#user built} with.
   *
   * @throws IllegalArgumentException if there is no such user
   */
  public Path kubeconfig(String user) {
    return commandLines.access().kubeconfig(user);
  }

  /** The content of {@link #kubeconfig()}. */
  public String kubeconfigYaml() {
    try {
      return Files.readString(kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The images that Pods can use, to add others to.
   *
   * @throws IllegalStateException if Pods are not {@linkplain #real() real}
   */
  public ImageLayout images() {
    return images.orElseThrow(
        () -> new IllegalStateException("Only a cluster with real Pods has images"));
  }

  void setImages(ImageLayout layout) {
    images = Optional.of(layout);
  }

  /** Completes with the reason when one of the cluster's programs ends before it is closed. */
  public CompletableFuture<LocalClusterException> failure() {
    return failure.copy();
  }

  /** Stops all programs, the newest first, and removes the folder. A detached cluster too. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      outliveJvm();
      stop(ledger, folder);
    }
  }

  void launch(Path program, List<String> arguments, ClusterProcess.Lifeline lifeline)
      throws IOException {
    var process = ClusterProcess.start(program, arguments, folder, lifeline);
    ledger.add(process.handle(), program.getFileName().toString());
    process
        .end()
        .thenAccept(
            ended -> {
              if (!closed.get()) {
                failure.complete(ended.failure());
              }
            });
  }

  void outliveJvm() {
    try {
      Runtime.getRuntime().removeShutdownHook(endOfJvm);
    } catch (IllegalStateException endingNow) {
      // the hook itself is what calls, or it finds the cluster closed
    }
  }

  /** Says how a cluster is to be, and starts it. */
  public static final class Builder {

    private final ClusterMode mode;
    private final Map<String, List<String>> users = new LinkedHashMap<>();
    private final List<String> apiServerArguments = new ArrayList<>();
    private int nodes;
    private IntFunction<Map<String, String>> nodeLabels = index -> Map.of();
    private boolean detached;
    private Path auditLog;
    private Consumer<String> progress = System.err::println;

    private Builder(ClusterMode mode, int nodes) {
      this.mode = mode;
      this.nodes = nodes;
    }

    /** Gives it so many nodes, {@code node-0} and on, of 64 processors, 256 GiB and 250 Pods. */
    public Builder nodes(int count) {
      return nodes(count, index -> Map.of());
    }

    /**
     * Gives it so many nodes, with labels.
     *
     * @param labels from the node's index to the labels that it has beside the usual ones
     */
    public Builder nodes(int count, IntFunction<Map<String, String>> labels) {
      if (mode != ClusterMode.SIMULATED) {
        throw new IllegalArgumentException("Only a simulated cluster has a number of nodes");
      }
      this.nodes = count;
      this.nodeLabels = labels;
      return this;
    }

    /**
     * Adds a user, whom {@link LocalCluster#kubeconfig(String)} gives a file: to test what rights
     * are enough, or to find their requests in the audit log.
     *
     * @param groups {@code system:masters} among them allows everything
     */
    public Builder user(String name, String... groups) {
      users.put(name, List.of(groups));
      return this;
    }

    /** Adds arguments of kube-apiserver, such as {@code --feature-gates=…}. */
    public Builder apiServerArguments(String... arguments) {
      apiServerArguments.addAll(List.of(arguments));
      return this;
    }

    /**
     * Has each answered request written to a file, one {@code audit.k8s.io/v1} Event in JSON a
     * line, without bodies. The components of the control plane are users of their own in it.
     *
     * @param file stays when the cluster is closed, unless it is in the cluster's folder
     */
    public Builder auditLog(Path file) {
      this.auditLog = file;
      return this;
    }

    /** Lets the cluster outlive this JVM, and the terminal. */
    public Builder detached() {
      this.detached = true;
      return this;
    }

    /** Takes the lines about what takes long, instead of the standard error stream. */
    public Builder progress(Consumer<String> listener) {
      this.progress = listener;
      return this;
    }

    /**
     * Starts the cluster and returns when it is ready, after a few seconds; the first time on a
     * machine its programs are {@linkplain ClusterBinaries#prepare built} before.
     *
     * @throws LocalClusterException if it does not become ready, with the reason
     */
    public LocalCluster start() {
      var options =
          new ClusterOptions(
              mode,
              detached,
              nodes,
              nodeLabels,
              Map.copyOf(users),
              List.copyOf(apiServerArguments),
              Optional.ofNullable(auditLog),
              progress);
      return ClusterStart.run(options);
    }
  }
}
