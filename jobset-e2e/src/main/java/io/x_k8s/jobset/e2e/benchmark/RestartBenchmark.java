package io.x_k8s.jobset.e2e.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.x_k8s.jobset.e2e.cluster.SimulatedPods;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the restart of one large JobSet takes, after one of its Pods has failed. */
final class RestartBenchmark {
  private static final double WRITES_PER_JOB = 2.1;
  private static final int MORE_WRITES = 25;
  private static final int STATUS_WRITES = 15;
  private static final double TIME_TARGET = 1.2;
  private static final double CPU_TARGET = 2.3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final BenchmarkCluster cluster;
  private final BareClient client;
  private final Workload workload = new Workload();
  private final int rounds;

  /**
   * @param rounds of which the median counts
   */
  RestartBenchmark(BenchmarkCluster cluster, int rounds) {
    this.cluster = cluster;
    this.client = cluster.client();
    this.rounds = rounds;
  }

  /** Requests and time of a restart, against a client that replaces the same Jobs itself. */
  void requestsAndTime(int size, Report report) throws IOException, InterruptedException {
    Comparison comparison = new Comparison("operator", "bare client");
    Samples writesPerJob = new Samples();
    Samples statusWrites = new Samples();
    String requests = "";
    try (OperatorProcess process = cluster.startOperator()) {
      Restarting operator = new Restarting(process, "operator", size);
      Replacing bare = new Replacing("bare", size);
      operator.create();
      bare.create();
      operator.restart();
      bare.replace();
      for (int round = 0; round < rounds; round++) {
        Elapsed replaced = bare.replace();
        Restart restart = operator.restart();
        comparison.add(restart.elapsed(), replaced);
        writesPerJob.add((restart.requests().writes() - MORE_WRITES) / (double) size);
        statusWrites.add(restart.requests().of("update jobsets/status"));
        requests = restart.requests().toString();
      }
      cluster.clear();
    }
    report.add(
        Row.target(
            "restart of %d Jobs: writes per Job, %d aside".formatted(size, MORE_WRITES),
            writesPerJob.median(),
            "",
            WRITES_PER_JOB,
            "the last: " + requests));
    report.add(
        Row.target(
            "restart of %d Jobs: status writes".formatted(size),
            statusWrites.median(),
            "",
            STATUS_WRITES,
            statusWrites.describe("")));
    report.add(
        Row.target(
            "restart of %d Jobs: time until all Pods run again".formatted(size),
            comparison.timeRatio(),
            "×",
            TIME_TARGET,
            comparison.toString()));
  }

  /** How the operator's processor time grows with the Jobs that restart. */
  void processorTime(int size, int twice, Report report) throws IOException, InterruptedException {
    Samples cpu = new Samples();
    Samples cpuOfTwice = new Samples();
    try (OperatorProcess process = cluster.startOperator()) {
      Restarting one = new Restarting(process, "one", size);
      Restarting other = new Restarting(process, "twice", twice);
      one.create();
      other.create();
      one.restart();
      other.restart();
      for (int round = 0; round < rounds; round++) {
        cpu.add(one.restart().cpuSeconds());
        cpuOfTwice.add(other.restart().cpuSeconds());
      }
      cluster.clear();
    }
    report.add(
        Row.target(
            "restart: CPU for %d Jobs / for %d".formatted(twice, size),
            cpuOfTwice.median() / cpu.median(),
            "×",
            CPU_TARGET,
            "%s / %s".formatted(cpuOfTwice.describe("s"), cpu.describe("s"))));
  }

  /**
   * What one restart took.
   *
   * @param elapsed from the failed Job to the last new Pod that runs
   * @param cpuSeconds processor time of the operator
   * @param requests of the operator
   */
  private record Restart(Elapsed elapsed, double cpuSeconds, AuditLog.Requests requests) {}

  /** A JobSet that the operator restarts. */
  private final class Restarting {
    private final OperatorProcess process;
    private final String name;
    private final int size;
    private int attempt;

    private Restarting(OperatorProcess process, String name, int size) {
      this.process = process;
      this.name = name;
      this.size = size;
    }

    void create() throws IOException, InterruptedException {
      try (Sightings running = cluster.runningPods(name, attempt)) {
        client.post(Workload.JOBSETS, workload.json(Workload.jobSet(name, size, false))).join();
        running.await(size, PATIENCE);
      }
      awaitStatus();
    }

    Restart restart() throws IOException, InterruptedException {
      long position = cluster.audit().position();
      double cpu = process.cpuSeconds();
      String pod = podOfFirstJob();
      attempt++;
      try (Sightings running = cluster.runningPods(name, attempt)) {
        client.patch(
            Workload.PODS + "/" + pod,
            "application/merge-patch+json",
            "{\"metadata\":{\"annotations\":{\"%s\":\"1\"}}}"
                .formatted(SimulatedPods.EXIT_CODE)
                .getBytes(StandardCharsets.UTF_8));
        BenchmarkCluster.await("the Job to fail", this::firstJobHasFailed);
        Stopwatch watch = Stopwatch.start();
        running.await(size, PATIENCE);
        Elapsed elapsed = watch.elapsed();
        awaitStatus();
        return new Restart(elapsed, process.cpuSeconds() - cpu, cluster.audit().since(position));
      }
    }

    private String podOfFirstJob() throws IOException, InterruptedException {
      String labels =
          "%s=%s-workers-0,%s=%d"
              .formatted("job-name", name, JobSetLabels.RESTART_ATTEMPT, attempt);
      return cluster
          .read(Workload.PODS + "?labelSelector=" + BareClient.encode(labels))
          .path("items")
          .path(0)
          .path("metadata")
          .path("name")
          .asText();
    }

    private boolean firstJobHasFailed() throws IOException, InterruptedException {
      if (!client.exists(Workload.JOBS + "/" + name + "-workers-0")) {
        return true; // the operator has been quicker than this look
      }
      JsonNode job = cluster.read(Workload.JOBS + "/" + name + "-workers-0");
      for (JsonNode condition : job.path("status").path("conditions")) {
        if (condition.path("type").asText().equals("Failed")) {
          return true;
        }
      }
      return job.path("metadata").has("deletionTimestamp");
    }

    /** Waits until the status shows the attempt as running, and the operator has come to rest. */
    private void awaitStatus() throws IOException, InterruptedException {
      BenchmarkCluster.await(
          "the status of " + name,
          () -> {
            JsonNode status = cluster.read(Workload.JOBSETS + "/" + name).path("status");
            JsonNode workers = status.path("replicatedJobsStatus").path(0);
            return status.path("restarts").asInt() == attempt
                && workers.path("ready").asInt() == size;
          });
      process.awaitIdle();
    }
  }

  /** The same Jobs in the hands of a client that only deletes and creates. */
  private final class Replacing {
    private final String name;
    private final int size;
    private int attempt;

    private Replacing(String name, int size) {
      this.name = name;
      this.size = size;
    }

    void create() throws IOException, InterruptedException {
      try (Sightings running = cluster.runningPods(name, attempt)) {
        client.all(workload.jobs(jobSet()), job -> client.post(Workload.JOBS, job.json()));
        running.await(size, PATIENCE);
      }
    }

    /** Until the Pods of all replaced Jobs run. */
    Elapsed replace() throws IOException, InterruptedException {
      attempt++;
      Map<String, Workload.PreparedJob> jobs =
          workload.jobs(jobSet()).stream()
              .collect(Collectors.toMap(Workload.PreparedJob::name, Function.identity()));
      try (Sightings running = cluster.runningPods(name, attempt);
          Sightings gone =
              new Sightings(
                  client,
                  Workload.JOBS,
                  Workload.BARE_JOBS,
                  job ->
                      Thread.startVirtualThread(
                          () -> client.post(Workload.JOBS, jobs.get(job).json())))) {
        gone.await(size, PATIENCE);
        Stopwatch watch = Stopwatch.start();
        client.all(
            jobs.values().stream().toList(),
            job -> client.deleteInForeground(Workload.JOBS + "/" + job.name()));
        running.await(size, PATIENCE);
        return watch.elapsed();
      }
    }

    private JobSet jobSet() {
      JobSet jobSet = Workload.jobSet(name, size, false);
      jobSet.setStatus(new JobSetStatus());
      jobSet.getStatus().setRestarts(attempt);
      return jobSet;
    }
  }
}
