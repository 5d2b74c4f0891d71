package io.x_k8s.jobset.e2e.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What it costs to look at a large JobSet that needs nothing. */
final class IdleBenchmark {
  private static final double TARGET_MILLISECONDS = 5;
  private static final int WARM_UP = 300;
  private static final int PASSES = 500;
  private static final int PAUSE_MILLISECONDS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final BenchmarkCluster cluster;
  private final BareClient client;

  IdleBenchmark(BenchmarkCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
  }

  void run(int jobs, Report report) throws IOException, InterruptedException {
    String name = "idle";
    byte[] jobSet = new Workload().json(Workload.jobSet(name, jobs, false));
    try (OperatorProcess process = cluster.startOperator()) {
      try (Sightings running = cluster.runningPods(name, 0)) {
        client.post(Workload.JOBSETS, jobSet).join();
        running.await(jobs, PATIENCE);
      }
      process.awaitIdle();
      touch(name, WARM_UP);
      process.awaitIdle();

      long position = cluster.audit().position();
      double before = process.cpuSeconds();
      touch(name, PASSES);
      double perPass = (process.cpuSeconds() - before) / PASSES;
      process.awaitIdle();
      AuditLog.Requests requests = cluster.audit().since(position);
      report.add(
          Row.target(
              "a pass over %d Jobs with nothing to do: CPU".formatted(jobs),
              perPass * 1000,
              "ms",
              TARGET_MILLISECONDS,
              "mean of %d, each after a change of an annotation, its event included"
                  .formatted(PASSES)));
      report.add(
          Row.target(
              "a pass over %d Jobs with nothing to do: requests".formatted(jobs),
              requests.total() / (double) PASSES,
              "",
              0,
              "%d in %d passes".formatted(requests.total(), PASSES)));
    }
    cluster.clear();
  }

  /** Changes an annotation time and again, slowly enough that each change gets its own pass. */
  private void touch(String name, int times) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      client.patch(
          Workload.JOBSETS + "/" + name,
          "application/merge-patch+json",
          "{\"metadata\":{\"annotations\":{\"example.com/touched\":\"%d\"}}}"
              .formatted(System.nanoTime())
              .getBytes(StandardCharsets.UTF_8));
      Thread.sleep(PAUSE_MILLISECONDS);
    }
  }
}
