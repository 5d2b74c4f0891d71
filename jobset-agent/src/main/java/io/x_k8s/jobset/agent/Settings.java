package io.x_k8s.jobset.agent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the agent was started (specification of the controller, section 21.1).
 *
 * @param jobSet name of the JobSet
 * @param pod name of the own Pod
 * @param mode what lowering the barrier means
 * @param restartExitCode exit code that has the containers restarted
 * @param apiHost address of the API server
 * @param apiPort its port
 */
record Settings(
    String jobSet, String pod, Mode mode, int restartExitCode, String apiHost, int apiPort) {
  private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");
  private static final String PROBE_PATH = "STARTUP_PROBE_PATH";
  private static final String PROBE_PORT = "STARTUP_PROBE_PORT";

  /** What lowering the barrier means. */
  sealed interface Mode {
    /**
     * The agent is the main container, and starts the worker.
     *
     * @param shell program that is called with {@code -c} and the command
     * @param command the worker
     */
    record MainContainer(String shell, String command) implements Mode {}

    /**
     * The agent stands beside the worker, whose start waits for a probe.
     *
     * @param path what answers 200 from then on
     * @param port where
     */
    record Sidecar(String path, int port) implements Mode {}
  }

  static Settings of(Map<String, String> environment) throws SettingsException {
    return new Settings(
        name(environment, "JOBSET_NAME", "the name of the Pod's JobSet"),
        name(environment, "POD_NAME", "the name of the Pod itself"),
        mode(environment),
        number(environment, "IN_PLACE_RESTART_EXIT_CODE", "1", 1, 255),
        required(environment, "KUBERNETES_SERVICE_HOST", "Kubernetes sets it in every container"),
        number(environment, "KUBERNETES_SERVICE_PORT", "443", 1, 65535));
  }

  private static Mode mode(Map<String, String> environment) throws SettingsException {
    String command = value(environment, "WORKER_COMMAND", "");
    if (command.isEmpty()) {
      String path = value(environment, PROBE_PATH, "/barrier-is-down");
      if (!path.startsWith("/")) {
        throw new SettingsException(PROBE_PATH + " must begin with \"/\", but is \"" + path + "\"");
      }
      return new Mode.Sidecar(path, number(environment, PROBE_PORT, "8081", 1, 65535));
    }
    for (String ofSidecar : new String[] {PROBE_PATH, PROBE_PORT}) {
      if (!value(environment, ofSidecar, "").isEmpty()) {
        throw new SettingsException(
            ofSidecar
                + " and WORKER_COMMAND exclude each other: the agent either starts the worker or stands beside it");
      }
    }
    return new Mode.MainContainer(shell(environment), command);
  }

  private static String shell(Map<String, String> environment) throws SettingsException {
    String shell = value(environment, "SHELL", "");
    if (!shell.isEmpty()) {
      return shell;
    }
    return Stream.of(value(environment, "PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "bash"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () ->
                new SettingsException(
                    "there is no shell for WORKER_COMMAND: bash is not on PATH; set SHELL to the program to use"));
  }

  private static String name(Map<String, String> environment, String variable, String meaning)
      throws SettingsException {
    String name = required(environment, variable, meaning + "; set it by a fieldRef");
    if (!OBJECT_NAME.matcher(name).matches()) {
      throw new SettingsException(
          variable + " is no name of a Kubernetes object: \"" + name + "\"");
    }
    return name;
  }

  private static String required(Map<String, String> environment, String variable, String meaning)
      throws SettingsException {
    String value = value(environment, variable, "");
    if (value.isEmpty()) {
      throw new SettingsException(variable + " is not set (" + meaning + ")");
    }
    return value;
  }

  private static int number(
      Map<String, String> environment, String variable, String fallback, int least, int most)
      throws SettingsException {
    String text = value(environment, variable, fallback);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as one that is out of range
    }
    throw new SettingsException(
        "%s must be an integer from %d to %d, but is \"%s\""
            .formatted(variable, least, most, text));
  }

  private static String value(Map<String, String> environment, String variable, String fallback) {
    String value = environment.get(variable);
    return value == null || value.isEmpty() ? fallback : value;
  }
}
