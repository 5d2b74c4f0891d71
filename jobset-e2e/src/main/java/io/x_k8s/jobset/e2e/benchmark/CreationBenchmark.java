package io.x_k8s.jobset.e2e.benchmark;

import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** How long until all Jobs of many JobSets exist, against posting as many Jobs. */
final class CreationBenchmark {
  private static final int JOBS_EACH = 5;
  private static final int WARM_UP = 20;
  private static final double TARGET = 2.5;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final BenchmarkCluster cluster;
  private final BareClient client;
  private final Workload workload = new Workload();
  private final boolean suspended;
  private final int rounds;

  /**
   * @param suspended whether the Jobs are created without Pods, so that nothing but their creation
   *     is measured
   * @param rounds of which the median counts
   */
  CreationBenchmark(BenchmarkCluster cluster, boolean suspended, int rounds) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.suspended = suspended;
    this.rounds = rounds;
  }

  Row run(int jobSets) throws IOException, InterruptedException {
    Comparison comparison = new Comparison("operator", "floor");
    Samples cpu = new Samples();
    Samples compiling = new Samples();
    try (OperatorProcess process = cluster.startOperator()) {
      postJobs(WARM_UP);
      postJobSets(WARM_UP);
      settle(process);
      for (int round = 0; round < rounds; round++) {
        Elapsed floor = postJobs(jobSets);
        settle(process);
        double before = process.cpuSeconds();
        double compilingBefore = process.compilerSeconds();
        Elapsed operator = postJobSets(jobSets);
        process.awaitIdle();
        cpu.add(process.cpuSeconds() - before);
        compiling.add(process.compilerSeconds() - compilingBefore);
        comparison.add(operator, floor);
        settle(process);
      }
    }
    return Row.target(
        "create %d × %d%s".formatted(jobSets, JOBS_EACH, suspended ? ", suspended" : ""),
        comparison.timeRatio(),
        "×",
        TARGET,
        "%s; operator's CPU %s, of which the JIT compiler %s"
            .formatted(comparison, cpu.describe("s"), compiling.describe("s")));
  }

  private void settle(OperatorProcess process) throws IOException, InterruptedException {
    cluster.clear();
    process.awaitIdle();
  }

  /** Until as many Jobs as the JobSets would have are posted. */
  private Elapsed postJobs(int jobSets) throws InterruptedException {
    List<byte[]> jobs =
        IntStream.range(0, jobSets)
            .mapToObj(i -> workload.jobs(Workload.jobSet("floor-" + i, JOBS_EACH, suspended)))
            .flatMap(List::stream)
            .map(Workload.PreparedJob::json)
            .toList();
    Stopwatch watch = Stopwatch.start();
    client.all(jobs, json -> client.post(Workload.JOBS, json));
    return watch.elapsed();
  }

  /** Until all Jobs of so many new JobSets exist. */
  private Elapsed postJobSets(int count) throws IOException, InterruptedException {
    List<byte[]> jobSets =
        IntStream.range(0, count)
            .mapToObj(i -> workload.json(Workload.jobSet("operator-" + i, JOBS_EACH, suspended)))
            .toList();
    String selection = "labelSelector=" + JobSetLabels.JOBSET_NAME;
    try (Sightings jobs = new Sightings(client, Workload.JOBS, selection)) {
      Stopwatch watch = Stopwatch.start();
      client.all(jobSets, json -> client.post(Workload.JOBSETS, json));
      jobs.await(count * JOBS_EACH, PATIENCE);
      return watch.elapsed();
    }
  }
}
