package io.x_k8s.jobset.agent;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures how much memory the packaged agent takes and how soon it is at work, and prints the
 * medians. Not a test: a busy machine is slow.
 */
public final class AgentFootprint {
  private static final int RUNS = 7;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private AgentFootprint() {}

  /**
   * @param arguments the distribution's folder
   */
  public static void main(String[] arguments) throws IOException {
    Path launcher = Path.of(arguments[0], "bin", "jobset-agent").toAbsolutePath();
    Path folder = Files.createTempDirectory("jobset-agent-footprint");
    List<Long> starts = new ArrayList<>();
    List<Long> processor = new ArrayList<>();
    List<Long> resident = new ArrayList<>();
    List<Long> unshared = new ArrayList<>();
    try (FakeCluster cluster = FakeCluster.start(folder)) {
      cluster.jobSet(null, null);
      for (int run = 0; run < RUNS; run++) {
        int told = cluster.attempts().size();
        ProcessBuilder builder =
            new ProcessBuilder(launcher.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile());
        builder.environment().putAll(cluster.environment());
        builder
            .environment()
            .put("JOBSET_AGENT_OPTS", "-Djobset.agent.serviceAccount=" + cluster.folder());
        long start = System.nanoTime();
        Process agent = builder.start();
        try {
          await()
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(1))
              .atMost(PATIENCE)
              .until(() -> cluster.attempts().size() > told);
          starts.add((System.nanoTime() - start) / 1_000_000);
          await().atMost(PATIENCE).until(() -> cluster.openWatches() > 0);
          processor.add(agent.info().totalCpuDuration().map(Duration::toMillis).orElse(-1L));
          Map<String, Long> memory = memory(agent.pid());
          resident.add(memory.get("VmRSS"));
          unshared.add(memory.get("RssAnon"));
        } finally {
          agent.destroyForcibly();
          agent.onExit().join();
          cluster.cutWatches();
        }
      }
    }
    System.out.printf(
        """
        from its start until its Pod tells the attempt   %d ms (at most 500)
        processor time until then                        %d ms
        resident memory while it waits                   %.1f MB (at most 60)
        of it not shared with other agents on the node   %.1f MB
        """,
        median(starts), median(processor), median(resident) / 1024.0, median(unshared) / 1024.0);
  }

  private static Map<String, Long> memory(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.endsWith(" kB"))
        .map(line -> line.split(":?\\s+"))
        .collect(Collectors.toMap(parts -> parts[0], parts -> Long.parseLong(parts[1])));
  }

  private static long median(List<Long> values) {
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
