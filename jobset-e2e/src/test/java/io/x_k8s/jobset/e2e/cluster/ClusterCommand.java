package io.x_k8s.jobset.e2e.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@link LocalClusterMain} in a JVM of its own. */
final class ClusterCommand implements AutoCloseable {

  private final Process jvm;
  private final BufferedReader output;

  private ClusterCommand(Process jvm) {
    this.jvm = jvm;
    this.output = jvm.inputReader();
  }

  /** Runs the command; its output and messages are read as one stream. */
  static ClusterCommand run(Map<String, String> environment, String... arguments)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LocalClusterMain.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new ClusterCommand(builder.start());
  }

  /** Reads on to the line that names the kubeconfig. */
  Path kubeconfig() throws IOException {
    var start = "export KUBECONFIG=";
    var read = new StringBuilder();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(start)) {
        return Path.of(line.substring(start.length()));
      }
      read.append(line).append('\n');
    }
    throw new IllegalStateException("No kubeconfig from the command, only: " + read);
  }

  List<String> remainingOutput() {
    return output.lines().toList();
  }

  int exitCode() throws InterruptedException {
    return jvm.waitFor();
  }

  void kill() {
    jvm.destroyForcibly();
  }

  void interrupt() {
    jvm.destroy();
  }

  @Override
  public void close() {
    interrupt();
  }
}
