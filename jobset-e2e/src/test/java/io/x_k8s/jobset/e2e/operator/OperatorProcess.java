package io.x_k8s.jobset.e2e.operator;

import io.x_k8s.jobset.operator.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An operator in a process of its own, which can be killed without a chance to clean up. */
final class OperatorProcess implements AutoCloseable {
  private final Process process;

  private OperatorProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts one as users do: by its main class, a configuration file and a kubeconfig.
   *
   * @param folder where the two files and the log go
   */
  static OperatorProcess start(Path folder, OperatorSettings settings, ApiProxy proxy) {
    try {
      Path configuration = Files.writeString(folder.resolve("config.yaml"), settings.yaml());
      Path kubeconfig =
          Files.writeString(
              folder.resolve("kubeconfig"),
              """
              apiVersion: v1
              kind: Config
              current-context: test
              contexts: [{name: test, context: {cluster: test, user: test}}]
              clusters: [{name: test, cluster: {server: "%s"}}]
              users: [{name: test, user: {}}]
              """
                  .formatted(proxy.url()));
      return new OperatorProcess(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "--kubeconfig=" + kubeconfig,
                  "--config=" + configuration)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("operator.log").toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it by SIGKILL. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
