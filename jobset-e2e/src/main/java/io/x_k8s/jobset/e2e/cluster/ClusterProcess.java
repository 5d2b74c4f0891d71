package io.x_k8s.jobset.e2e.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A running program of a cluster, which writes to a log of its own. */
final class ClusterProcess {

  private final String name;
  private final Process process;
  private final Path log;

  private ClusterProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program.
   *
   * @param program the file; its name is the component's
   * @param folder the cluster's folder
   * @param lifeline whether and how the program is to end with this JVM
   */
  static ClusterProcess start(Path program, List<String> arguments, Path folder, Lifeline lifeline)
      throws IOException {
    var name = program.getFileName().toString();
    var log = folder.resolve("logs").resolve(name + ".log");
    Files.createDirectories(log.getParent());
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    switch (lifeline) {
      case NONE -> builder.redirectInput(new File("/dev/null"));
      case TIED -> builder.environment().put("JOBSET_CLUSTER_TIED", "true");
      case TIED_AND_LAST -> {
        builder.environment().put("JOBSET_CLUSTER_TIED", "true");
        builder.environment().put("JOBSET_CLUSTER_FOLDER", folder.toString());
      }
    }
    return new ClusterProcess(name, builder.start(), log);
  }

  /** How a program's life hangs on this JVM's: by a pipe that the kernel closes in any case. */
  enum Lifeline {
    /** Not at all. */
    NONE,
    /** It ends when the JVM does. */
    TIED,
    /** The same, and it removes the cluster's folder when it ends that way. */
    TIED_AND_LAST
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Completes when the program ends, for whatever reason. */
  CompletableFuture<ClusterProcess> end() {
    return process.onExit().thenApply(ended -> this);
  }

  /** Why the cluster does not come up, or go on, now that the program has ended. */
  LocalClusterException failure() {
    var tail = LogTail.of(log);
    var message =
        "%s of the local cluster ended with exit code %d; its log ends with:%n%s"
            .formatted(name, process.exitValue(), tail);
    return tail.contains("address already in use")
        ? new PortTakenException(message)
        : new LocalClusterException(message);
  }

  /** Another process took the port between its choice and its use; another choice will do. */
  static final class PortTakenException extends LocalClusterException {

    private static final long serialVersionUID = 1L;

    PortTakenException(String message) {
      super(message);
    }
  }
}
