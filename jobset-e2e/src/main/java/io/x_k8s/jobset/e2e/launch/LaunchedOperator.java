package io.x_k8s.jobset.e2e.launch;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An operator in a process of its own, started by the launcher that users start it by. It ends with
 * this JVM, however that ends, unless it is {@linkplain #keep kept}.
 */
public final class LaunchedOperator implements AutoCloseable {
  /** System property that holds the folder of the unpacked operator. */
  public static final String DISTRIBUTION_PROPERTY = "jobset.operator.distribution";

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(15);

  private final Process process;
  private final Path log;
  private final int healthPort;
  private final int webhookPort;

  private LaunchedOperator(Process process, Path log, int healthPort, int webhookPort) {
    this.process = process;
    this.log = log;
    this.healthPort = healthPort;
    this.webhookPort = webhookPort;
  }

  /**
   * Starts one and waits until it is ready, without leader election and metrics.
   *
   * @param distribution folder with {@code bin} and {@code lib}
   * @param kubeconfig leads to the cluster
   * @param log file for what it logs
   * @param flags more flags
   * @throws IOException if it cannot be started or is not ready in time, with the end of its log
   */
  public static LaunchedOperator start(
      Path distribution, Path kubeconfig, Path log, String... flags)
      throws IOException, InterruptedException {
    return start(distribution, kubeconfig, log, List.of(), flags);
  }

  /**
   * Starts one like {@link #start(Path, Path, Path, String...)}.
   *
   * @param jvmOptions more options of its JVM, without spaces
   */
  public static LaunchedOperator start(
      Path distribution, Path kubeconfig, Path log, List<String> jvmOptions, String... flags)
      throws IOException, InterruptedException {
    Path launcher = distribution.resolve("bin").resolve("jobset-operator");
    if (!Files.isExecutable(launcher)) {
      throw new IOException("%s is missing: run \"mvn package\" first".formatted(launcher));
    }
    int healthPort = freePort();
    int webhookPort = freePort();
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.add("--kubeconfig=" + kubeconfig);
    command.add("--leader-elect=false");
    command.add("--metrics-bind-address=0");
    command.add("--health-probe-bind-address=127.0.0.1:" + healthPort);
    command.add("--config=" + writeConfiguration(log, webhookPort));
    command.addAll(List.of(flags));
    ProcessBuilder builder =
        new ProcessBuilder(Lifeline.tied(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    if (!jvmOptions.isEmpty()) {
      builder.environment().put("JOBSET_OPERATOR_OPTS", String.join(" ", jvmOptions));
    }
    Process process = builder.start();
    LaunchedOperator operator = new LaunchedOperator(process, log, healthPort, webhookPort);
    operator.awaitReady();
    return operator;
  }

  /** The process, for looking at what it costs and for killing it. */
  public Process process() {
    return process;
  }

  /** Where its admission server listens on the loopback interface. */
  public int webhookPort() {
    return webhookPort;
  }

  /** Lets it outlive this JVM. */
  public void keep() throws IOException {
    Lifeline.cut(process);
  }

  /** Asks it to stop and waits; kills it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Path writeConfiguration(Path log, int webhookPort) throws IOException {
    return Files.writeString(
        log.resolveSibling(log.getFileName() + ".configuration.yaml"),
        """
        apiVersion: config.jobset.x-k8s.io/v1alpha1
        kind: Configuration
        webhook:
          host: 127.0.0.1
          port: %d
        """
            .formatted(webhookPort));
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/readyz"))
            .timeout(Duration.ofSeconds(2))
            .build();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new IOException(
              "the operator ended with exit code %d:%n%s"
                  .formatted(process.exitValue(), logTail()));
        }
        if (isReady(http, request)) {
          return;
        }
      }
    }
    process.destroyForcibly();
    throw new IOException(
        "the operator was not ready within %d s:%n%s"
            .formatted(READY_WITHIN.toSeconds(), logTail()));
  }

  private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // Nothing listens yet.
    }
  }

  private String logTail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
