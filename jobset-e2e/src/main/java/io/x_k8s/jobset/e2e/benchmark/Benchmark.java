package io.x_k8s.jobset.e2e.benchmark;

import io.x_k8s.jobset.e2e.launch.LaunchedOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The program that measures the operator; prints a table and writes JSON. */
public final class Benchmark {
  private static final List<String> ALL =
      List.of(
          "create-200",
          "create-200-pods",
          "create-2000",
          "restart",
          "cpu",
          "idle",
          "exclusive",
          "memory");
  private static final int NODES = 40;
  private static final String USAGE =
      """
      usage: ./benchmark [rows…] [--out <folder>] [--rounds <n>]
                         [--jvm <option>]… [--profile]

      Starts a simulated cluster and measures the operator on it.

      Rows, all but memory-50000 if none is given:
        create-200        200 JobSets of 5 suspended Jobs, against a bare client
        create-200-pods   the same with Pods
        create-2000       2,000 JobSets of 5 suspended Jobs
        restart           a JobSet of 500 Jobs after one Pod has failed: requests and time
        cpu               processor time of the restart of 1,000 Jobs against 500
        idle              a pass over 1,000 Jobs with nothing to do
        exclusive         500 Jobs of one Pod with a node each, against the same anywhere
        memory            2,000 JobSets of 5 Jobs
        memory-50000      the same, and then 10,000 JobSets

        --out        folder for benchmark.json, benchmark.md and logs; target/benchmark if absent
        --rounds     measurements of which the median counts, 3 by default
        --jvm        an option of the operator's JVM, to try it out; may be given several times
        --profile    record the operator with the JDK's flight recorder, into the folder
      """;

  private final Path distribution =
      Path.of(System.getProperty(LaunchedOperator.DISTRIBUTION_PROPERTY, ""));
  private Path out = Path.of("target", "benchmark");
  private int rounds = 3;
  private boolean profile;
  private final List<String> jvmOptions = new ArrayList<>();
  private final Set<String> rows = new LinkedHashSet<>();

  private Benchmark() {}

  /**
   * Runs the benchmark.
   *
   * @param arguments see {@code --help}; the exit code is 0 where all targets are met, 1 where one
   *     is missed, 2 for arguments that are not understood
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.setProperty("logback.configurationFile", "io/x_k8s/jobset/e2e/quickstart/logback.xml");
    if (List.of(arguments).contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    Benchmark benchmark = new Benchmark();
    try {
      benchmark.read(new ArrayDeque<>(Arrays.asList(arguments)));
    } catch (IllegalArgumentException e) {
      System.err.printf("%s%n%s", e.getMessage(), USAGE);
      System.exit(2);
    }
    System.exit(benchmark.run() ? 0 : 1);
  }

  private void read(Deque<String> arguments) {
    while (!arguments.isEmpty()) {
      String argument = arguments.pop();
      switch (argument) {
        case "--out" -> out = Path.of(value(argument, arguments));
        case "--rounds" -> rounds = Integer.parseUnsignedInt(value(argument, arguments));
        case "--jvm" -> jvmOptions.add(value(argument, arguments));
        case "--profile" -> profile = true;
        default -> {
          if (!ALL.contains(argument) && !argument.equals("memory-50000")) {
            throw new IllegalArgumentException("There is no row " + argument + ".");
          }
          rows.add(argument);
        }
      }
    }
    if (rows.isEmpty()) {
      rows.addAll(ALL);
    }
  }

  private static String value(String option, Deque<String> arguments) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return arguments.pop();
  }

  /** Whether all targets are met. */
  private boolean run() throws IOException, InterruptedException {
    Files.createDirectories(out);
    Report report = new Report();
    try (BenchmarkCluster cluster =
        new BenchmarkCluster(out.toAbsolutePath(), distribution, jvmOptions(), NODES)) {
      for (String row : rows) {
        measure(row, cluster, report);
        report.writeJson(out.resolve("benchmark.json"));
        Files.writeString(out.resolve("benchmark.md"), report.markdown());
      }
    }
    System.out.print(report.markdown());
    return report.allMet();
  }

  private List<String> jvmOptions() {
    List<String> options = new ArrayList<>(jvmOptions);
    if (profile) {
      options.add(
          "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
              + out.toAbsolutePath().resolve("operator-%n.jfr"));
    }
    return options;
  }

  private void measure(String row, BenchmarkCluster cluster, Report report)
      throws IOException, InterruptedException {
    switch (row) {
      case "create-200" -> report.add(new CreationBenchmark(cluster, true, rounds).run(200));
      case "create-200-pods" -> report.add(new CreationBenchmark(cluster, false, rounds).run(200));
      case "create-2000" -> report.add(new CreationBenchmark(cluster, true, rounds).run(2000));
      case "restart" -> new RestartBenchmark(cluster, rounds).requestsAndTime(500, report);
      case "cpu" -> new RestartBenchmark(cluster, rounds).processorTime(500, 1000, report);
      case "idle" -> new IdleBenchmark(cluster).run(1000, report);
      case "exclusive" -> exclusivePlacement(500, report);
      case "memory" -> new MemoryBenchmark(cluster).run(10_000, 0, report);
      case "memory-50000" -> new MemoryBenchmark(cluster).run(10_000, 50_000, report);
      default -> throw new IllegalArgumentException(row);
    }
  }

  /** On a cluster of its own: it has a node for each Job, and webhooks. */
  private void exclusivePlacement(int jobs, Report report)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(out.toAbsolutePath().resolve("exclusive"));
    try (BenchmarkCluster cluster =
        new BenchmarkCluster(folder, distribution, jvmOptions(), jobs)) {
      new PlacementBenchmark(cluster, rounds).run(jobs, report);
    }
  }
}
