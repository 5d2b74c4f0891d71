package io.x_k8s.jobset.e2e.quickstart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.e2e.cluster.LocalCluster;
import io.x_k8s.jobset.e2e.cluster.LocalClusterException;
import io.x_k8s.jobset.e2e.cluster.SimulatedPods;
import io.x_k8s.jobset.e2e.launch.JobSetCrd;
import io.x_k8s.jobset.e2e.launch.LaunchedOperator;
import io.x_k8s.jobset.e2e.launch.LocalWebhooks;
import io.x_k8s.jobset.examples.TrainingPipeline;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows a JobSet from its making to its end: starts a local cluster, or takes the current one,
 * installs the CRD, starts the operator, and runs the example {@link TrainingPipeline}.
 *
 * <p>The script {@code quickstart} builds what this needs, and has the help about the options.
 */
public final class Quickstart {

  private static final Duration TRAINING = Duration.ofSeconds(6);

  /** On simulated nodes nothing sleeps; other nodes take no notice of this. */
  private static final Map<String, String> SIMULATION =
      Map.of(SimulatedPods.RUN_SECONDS, String.valueOf(TRAINING.toSeconds()));

  private final Path distribution;
  private final PrintStream out;
  private final Cleanup cleanup = new Cleanup();
  private final long start = System.nanoTime();

  Quickstart(Path distribution, PrintStream out) {
    this.distribution = distribution;
    this.out = out;
  }

  /**
   * Runs the quickstart. Ends the JVM with 0 if the JobSet completed, 1 if not, 2 for options that
   * are not understood.
   *
   * @param arguments see {@code ./quickstart --help}
   */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "io/x_k8s/jobset/e2e/quickstart/logback.xml");
    System.exit(exitCode(List.of(arguments)));
  }

  private static int exitCode(List<String> arguments) {
    QuickstartOptions options;
    try {
      options = QuickstartOptions.parse(arguments);
    } catch (QuickstartException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    try {
      if (options.stop().isPresent()) {
        stop(options.stop().get());
        return 0;
      }
      var distribution = Path.of(System.getProperty(LaunchedOperator.DISTRIBUTION_PROPERTY, ""));
      return new Quickstart(distribution, System.out).run(options) ? 0 : 1;
    } catch (QuickstartException | LocalClusterException e) {
      System.err.println(e.getMessage());
    } catch (KubernetesClientException | IOException e) {
      System.err.println("The quickstart failed: " + e.getMessage());
    } catch (InterruptedException e) {
      System.err.println("Interrupted");
    }
    return 1;
  }

  /** Stops a cluster that was kept, by its folder, and its operator. */
  static void stop(Path folder) throws IOException {
    new KeptOperator(folder).stop();
    LocalCluster.stop(folder);
  }

  /**
   * Runs the example on the cluster that was asked for.
   *
   * @return whether its JobSet completed
   */
  boolean run(QuickstartOptions options) throws IOException, InterruptedException {
    try (cleanup) {
      return options.currentContext()
          ? onCurrentContext(options.keep())
          : onLocalCluster(options.keep());
    }
  }

  private boolean onLocalCluster(boolean keep) throws IOException, InterruptedException {
    out.println("Starting a local Kubernetes cluster with simulated nodes");
    var builder = LocalCluster.simulated().progress(out::println);
    if (keep) {
      builder.detached();
    }
    var cluster = builder.start();
    cleanup.add(cluster::close);

    var log = cluster.folder().resolve("logs").resolve("jobset-operator.log");
    var completed = false;
    try {
      var result = demonstrate(cluster.kubeconfig(), log, true);
      completed = result.completed();
      if (keep) {
        result.operator().keep();
        new KeptOperator(cluster.folder()).write(result.operator().process().toHandle());
        cleanup.cancel();
        out.println("Cluster and operator go on running. To use them:");
        out.println("  export KUBECONFIG=" + cluster.kubeconfig());
        out.println("To stop them:");
        out.println("  ./quickstart --stop " + cluster.folder());
      }
    } finally {
      if (!completed) {
        saveLog(log);
      }
    }
    return completed;
  }

  private boolean onCurrentContext(boolean keep) throws IOException, InterruptedException {
    var kubeconfig =
        CurrentKubeconfig.find(System.getenv(), Path.of(System.getProperty("user.home")));
    var log = Files.createTempFile("jobset-operator-", ".log");
    out.println("The operator runs on this machine; its log is " + log);
    // A cluster elsewhere cannot call this machine.
    var result = demonstrate(kubeconfig, log, false);
    if (keep) {
      result.operator().keep();
      cleanup.cancel();
      out.println("The operator goes on running. To stop it:");
      out.println("  kill " + result.operator().process().pid());
    }
    return result.completed();
  }

  /**
   * What was started, and how it ended.
   *
   * @param completed whether the JobSet completed
   * @param operator the operator, which still runs
   */
  private record Result(boolean completed, LaunchedOperator operator) {}

  private Result demonstrate(Path kubeconfig, Path log, boolean webhooks)
      throws IOException, InterruptedException {
    var config = Config.fromKubeconfig(kubeconfig.toFile());
    try (var kubernetes = new KubernetesClientBuilder().withConfig(config).build()) {
      step("Kubernetes %s at %s", version(kubernetes), config.getMasterUrl());
      JobSetCrd.install(kubernetes);
      step("CRD %s installed", HasMetadata.getFullResourceName(JobSet.class));
      var operator = LaunchedOperator.start(distribution, kubeconfig, log);
      cleanup.add(operator::close);
      step("Operator started");
      if (webhooks) {
        LocalWebhooks.install(kubernetes, operator.webhookPort());
        step("Admission webhooks installed");
      }
      out.printf("Running the example, TrainingPipeline: about %d s%n", TRAINING.toSeconds() + 2);
      return new Result(new TrainingPipeline(kubernetes, out).run(TRAINING, SIMULATION), operator);
    }
  }

  private static String version(KubernetesClient kubernetes) {
    try {
      return kubernetes.getKubernetesVersion().getGitVersion();
    } catch (KubernetesClientException e) {
      throw new QuickstartException(
          "No Kubernetes answers at %s: %s".formatted(kubernetes.getMasterUrl(), e.getMessage()),
          e);
    }
  }

  /** The log's folder is removed with its cluster; what explains a failure must not be. */
  private void saveLog(Path log) throws IOException {
    if (Files.exists(log)) {
      var copy = Files.createTempFile("jobset-operator-", ".log");
      Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
      out.println("The operator's log is in " + copy);
    }
  }

  private void step(String message, Object... arguments) {
    var seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
    out.println(String.format(Locale.ROOT, "[%4.1f s] ", seconds) + message.formatted(arguments));
  }
}
