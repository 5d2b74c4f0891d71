package io.x_k8s.jobset.e2e.benchmark;

import io.x_k8s.jobset.e2e.launch.LaunchedOperator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator as it is shipped: a process of its own, started by its launcher. */
final class OperatorProcess implements AutoCloseable {
  /**
   * The memory limit that the operator's Deployment sets. There is no container here, so the JVM is
   * told instead what it would read from the container.
   */
  static final String MEMORY_LIMIT = "4g";

  private final LaunchedOperator operator;
  private final Path log;

  private OperatorProcess(LaunchedOperator operator, Path log) {
    this.operator = operator;
    this.log = log;
  }

  /**
   * Starts an operator and returns when it is ready.
   *
   * @param distribution the folder of the unpacked operator
   * @param kubeconfig the cluster, and who the operator is in it
   * @param log takes its output
   * @param jvmOptions more options of the JVM
   */
  static OperatorProcess start(
      Path distribution, Path kubeconfig, Path log, List<String> jvmOptions)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(jvmOptions);
    options.add("-XX:MaxRAM=" + MEMORY_LIMIT);
    LaunchedOperator operator =
        LaunchedOperator.start(distribution, kubeconfig, log, options, "--zap-log-level=2");
    // Also where the benchmark is interrupted, nothing may be left running.
    Runtime.getRuntime().addShutdownHook(new Thread(operator.process()::destroyForcibly));
    return new OperatorProcess(operator, log);
  }

  /** Where its admission server listens. */
  int webhookPort() {
    return operator.webhookPort();
  }

  /** Processor time that the process has used so far. */
  double cpuSeconds() {
    return ProcessorTime.of(operator.process().pid());
  }

  /** The part of it that went into compiling; threads that have ended are left out. */
  double compilerSeconds() {
    return ProcessorTime.ofCompiler(operator.process().pid());
  }

  /** The largest resident size so far, in megabytes of 2^20 bytes. */
  double peakMegabytes() {
    return statusKilobytes("VmHWM") / 1024.0;
  }

  /** The resident size now, in megabytes of 2^20 bytes. */
  double residentMegabytes() {
    return statusKilobytes("VmRSS") / 1024.0;
  }

  private long statusKilobytes(String field) {
    return proc("status")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  private String proc(String file) {
    try {
      return Files.readString(Path.of("/proc", pid(), file));
    } catch (IOException e) {
      throw new UncheckedIOException("The operator has ended; its log is " + log, e);
    }
  }

  private String pid() {
    return Long.toString(operator.process().pid());
  }

  /** What is left on the heap after a full collection, in megabytes of 2^20 bytes. */
  double liveHeapMegabytes() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    // This one collects before it counts.
    Process histogram =
        new ProcessBuilder(jcmd.toString(), pid(), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String output = new String(histogram.getInputStream().readAllBytes());
    histogram.waitFor();
    Matcher total = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)").matcher(output);
    if (!total.find()) {
      throw new IllegalStateException("jcmd gave no histogram:\n" + output);
    }
    return Long.parseLong(total.group(1)) / 1024.0 / 1024.0;
  }

  /** Waits until the process has nothing to do. */
  void awaitIdle() throws InterruptedException {
    double before = cpuSeconds();
    int quiet = 0;
    while (quiet < 5) {
      Thread.sleep(200);
      double now = cpuSeconds();
      quiet = now - before <= 0.01 ? quiet + 1 : 0;
      before = now;
    }
  }

  /** Asks the process to end, as a cluster does. */
  @Override
  public void close() {
    operator.close();
  }
}
