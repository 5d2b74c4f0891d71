package io.x_k8s.jobset.e2e.cluster;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Starts and stops a {@link LocalCluster} from the command line. */
public final class LocalClusterMain {

  private static final String USAGE =
      """
      usage: start [--mode api|simulated|real] [--nodes <number>] [--keep]
             stop <folder>

      start   Starts a cluster and prints the line that leads kubectl to it.
              It ends with this program (Ctrl-C), unless it is to be kept.
        --mode    simulated (default): control plane and simulated nodes;
                  api: only etcd and the API server;
                  real: control plane, and containers on this machine
        --nodes   number of simulated nodes, 8 by default
        --keep    return at once and leave the cluster running
      stop    Stops a cluster that was kept, and removes its folder.
      """;

  private LocalClusterMain() {}

  /**
   * Runs the command, see {@link #USAGE}.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.exit(run(new ArrayDeque<>(Arrays.asList(arguments))));
  }

  /** The exit code: 0, 1 where the cluster fails, 2 for arguments that are not understood. */
  private static int run(Deque<String> arguments) {
    try {
      switch (next(arguments, "a command is missing")) {
        case "start" -> start(arguments);
        case "stop" -> stop(arguments);
        case "help", "--help", "-h" -> System.out.print(USAGE);
        default -> throw new UsageException("the command must be start or stop");
      }
      return 0;
    } catch (UsageException e) {
      System.err.printf("%s%n%s", e.getMessage(), USAGE);
      return 2;
    } catch (LocalClusterException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static void start(Deque<String> arguments) {
    var mode = "simulated";
    var nodes = -1;
    var keep = false;
    while (!arguments.isEmpty()) {
      var option = arguments.pop();
      switch (option) {
        case "--mode" -> mode = next(arguments, "--mode needs api, simulated or real");
        case "--nodes" -> nodes = number(next(arguments, "--nodes needs a number"));
        case "--keep" -> keep = true;
        default -> throw new UsageException("unknown option " + option);
      }
    }
    var builder =
        switch (mode) {
          case "api" -> LocalCluster.api();
          case "simulated" -> LocalCluster.simulated();
          case "real" -> LocalCluster.real();
          default -> throw new UsageException("--mode must be api, simulated or real, not " + mode);
        };
    if (nodes >= 0) {
      if (!mode.equals("simulated")) {
        throw new UsageException("--nodes goes with --mode simulated only");
      }
      builder.nodes(nodes);
    }
    if (keep) {
      builder.detached();
    }
    var cluster = builder.start();
    System.out.println("export KUBECONFIG=" + cluster.kubeconfig());
    if (keep) {
      System.err.println("The cluster keeps running; to stop it: stop " + cluster.folder());
    } else {
      System.err.println("The cluster runs until this program is interrupted (Ctrl-C).");
      throw cluster.failure().join();
    }
  }

  private static void stop(Deque<String> arguments) {
    var folder = Path.of(next(arguments, "stop needs the cluster's folder"));
    if (!arguments.isEmpty()) {
      throw new UsageException("stop takes one folder");
    }
    LocalCluster.stop(folder.toAbsolutePath());
  }

  private static String next(Deque<String> arguments, String complaint) {
    if (arguments.isEmpty()) {
      throw new UsageException(complaint);
    }
    return arguments.pop();
  }

  private static int number(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new UsageException("not a number of nodes: " + text);
    }
  }

  private static final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String complaint) {
      super(complaint);
    }
  }
}
