package io.x_k8s.jobset.agent;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets the packaged agent live through one restart and has its JVM write down what it needed. The
 * build runs it.
 */
public final class AotTraining {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private AotTraining() {}

  /**
   * @param arguments the distribution's folder, into which the cache is written
   */
  public static void main(String[] arguments) throws IOException {
    Path distribution = Path.of(arguments[0]).toAbsolutePath();
    Path cache = distribution.resolve("lib/jobset-agent.aot");
    Files.createDirectories(cache.getParent());
    Path folder = Files.createTempDirectory("jobset-agent-training");
    try (FakeCluster cluster = FakeCluster.start(folder)) {
      live(cluster, distribution, cache);
    } finally {
      delete(folder);
    }
    if (Files.notExists(cache)) {
      throw new IOException(cache + " was not written");
    }
  }

  private static void live(FakeCluster cluster, Path distribution, Path cache) throws IOException {
    cluster.jobSet(null, null);
    ProcessBuilder builder =
        new ProcessBuilder(distribution.resolve("bin/jobset-agent").toString()).inheritIO();
    builder.environment().putAll(cluster.environment());
    builder.environment().put("SHELL", "/bin/sh");
    builder.environment().put("WORKER_COMMAND", "exec sleep 60");
    builder
        .environment()
        .put(
            "JOBSET_AGENT_OPTS",
            "-XX:AOTCacheOutput=%s -Djobset.agent.serviceAccount=%s"
                .formatted(cache, cluster.folder()));
    Process agent = builder.start();
    try {
      awaitAttempt(cluster);
      cluster.jobSet(0, null);
      await().atMost(PATIENCE).until(() -> agent.children().findAny().isPresent());
      cluster.jobSet(0, 0);
      await().atMost(PATIENCE).until(() -> !agent.isAlive());
    } finally {
      agent.destroyForcibly();
    }
    if (agent.exitValue() != 1) {
      throw new IOException("the agent has ended with " + agent.exitValue());
    }
  }

  private static void awaitAttempt(FakeCluster cluster) {
    await()
        .atMost(PATIENCE)
        .until(() -> cluster.attempts().equals(List.of("0")) && cluster.openWatches() == 1);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
