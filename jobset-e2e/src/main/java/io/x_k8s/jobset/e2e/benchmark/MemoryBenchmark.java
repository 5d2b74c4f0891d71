package io.x_k8s.jobset.e2e.benchmark;

import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** How much memory the operator needs for the Jobs that it knows. */
final class MemoryBenchmark {
  private static final int JOBS_EACH = 5;
  private static final double TARGET_MEGABYTES = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final BenchmarkCluster cluster;
  private final BareClient client;
  private final Workload workload = new Workload();

  MemoryBenchmark(BenchmarkCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
  }

  /**
   * Measures at one number of Jobs and at a larger one.
   *
   * @param jobs the number that has a target
   * @param more a larger number; not above {@code jobs} for none
   */
  void run(int jobs, int more, Report report) throws IOException, InterruptedException {
    double heap;
    try (OperatorProcess process = cluster.startOperator()) {
      create(0, jobs);
      heap = describe("created", jobs, process, TARGET_MEGABYTES, report);
    }
    try (OperatorProcess process = cluster.startOperator()) {
      describe("found at the start", jobs, process, TARGET_MEGABYTES, report);
    }
    if (more > jobs) {
      try (OperatorProcess process = cluster.startOperator()) {
        create(jobs, more);
        double larger = describe("created", more, process, 0, report);
        report.add(
            Row.info(
                "live heap that each further Job adds",
                (larger - heap) * 1024 / (more - jobs),
                "KB",
                "its fifth of a JobSet included"));
      }
      try (OperatorProcess process = cluster.startOperator()) {
        describe("found at the start", more, process, 0, report);
      }
    }
    cluster.clear();
  }

  /** Adds a row on the memory of a process, and answers its live heap in megabytes. */
  private double describe(
      String how, int jobs, OperatorProcess process, double target, Report report)
      throws IOException, InterruptedException {
    process.awaitIdle();
    double peak = process.peakMegabytes();
    double resident = process.residentMegabytes();
    double heap = process.liveHeapMegabytes();
    String name = "%d Jobs, %s: peak resident size".formatted(jobs, how);
    String detail =
        "limit %s; then %s MB; live heap %s MB"
            .formatted(OperatorProcess.MEMORY_LIMIT, Row.number(resident), Row.number(heap));
    report.add(
        target > 0
            ? Row.target(name, peak, "MB", target, detail)
            : Row.info(name, peak, "MB", detail));
    return heap;
  }

  private void create(int from, int to) throws IOException, InterruptedException {
    List<byte[]> jobSets =
        IntStream.range(from / JOBS_EACH, to / JOBS_EACH)
            .mapToObj(i -> workload.json(Workload.jobSet("memory-" + i, JOBS_EACH, true)))
            .toList();
    String selection = "labelSelector=" + JobSetLabels.JOBSET_NAME;
    try (Sightings seen = new Sightings(client, Workload.JOBS, selection)) {
      client.all(jobSets, json -> client.post(Workload.JOBSETS, json));
      seen.await(to, PATIENCE);
    }
  }
}
