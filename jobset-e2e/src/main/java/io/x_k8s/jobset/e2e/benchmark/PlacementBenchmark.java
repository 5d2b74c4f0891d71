package io.x_k8s.jobset.e2e.benchmark;

import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * What exclusive placement costs: Jobs of one Pod with a node each, until all Pods run, against the
 * same Jobs without a wish. Both go through the webhooks.
 */
final class PlacementBenchmark {
  private static final String TOPOLOGY = "kubernetes.io/hostname";
  private static final int WARM_UP = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final BenchmarkCluster cluster;
  private final BareClient client;
  private final Workload workload = new Workload();
  private final int rounds;

  /**
   * @param cluster has a node for each Job
   * @param rounds of which the median counts
   */
  PlacementBenchmark(BenchmarkCluster cluster, int rounds) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.rounds = rounds;
  }

  void run(int jobs, Report report) throws IOException, InterruptedException {
    Comparison comparison = new Comparison("exclusive", "anywhere");
    Samples requests = new Samples();
    Samples requestsAnywhere = new Samples();
    String last = "";
    try (OperatorProcess operator = cluster.startOperator()) {
      cluster.installWebhooks(operator);
      run("warm-up", WARM_UP, true, operator);
      for (int round = 0; round < rounds; round++) {
        Run anywhere = run("anywhere-" + round, jobs, false, operator);
        Run exclusive = run("exclusive-" + round, jobs, true, operator);
        comparison.add(exclusive.elapsed(), anywhere.elapsed());
        requests.add(exclusive.requests().total());
        requestsAnywhere.add(anywhere.requests().total());
        last = exclusive.requests().toString();
      }
    }
    report.add(
        Row.info(
            "exclusive placement of %d Jobs: time until all Pods run".formatted(jobs),
            comparison.timeRatio(),
            "×",
            comparison.toString()));
    report.add(
        Row.info(
            "exclusive placement of %d Jobs: requests of the operator".formatted(jobs),
            requests.median(),
            "",
            "anywhere %s; the last: %s".formatted(requestsAnywhere.describe(""), last)));
  }

  private record Run(Elapsed elapsed, AuditLog.Requests requests) {}

  private Run run(String name, int jobs, boolean exclusive, OperatorProcess operator)
      throws IOException, InterruptedException {
    JobSet jobSet = Workload.jobSet(name, jobs, false);
    if (exclusive) {
      jobSet.getMetadata().setAnnotations(Map.of(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, TOPOLOGY));
    }
    long position = cluster.audit().position();
    Elapsed elapsed;
    try (Sightings running = cluster.runningPods(name, 0)) {
      Stopwatch watch = Stopwatch.start();
      client.post(Workload.JOBSETS, workload.json(jobSet)).join();
      running.await(jobs, PATIENCE);
      elapsed = watch.elapsed();
    }
    operator.awaitIdle();
    AuditLog.Requests requests = cluster.audit().since(position);
    cluster.clear();
    operator.awaitIdle();
    return new Run(elapsed, requests);
  }
}
