package io.x_k8s.jobset.operator.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command line flags, in the order in which the help shows them. */
enum Flag {
  CONFIG(
      "config",
      "file",
      "Configuration file (%s, kind %s), YAML or JSON. Without it, the defaults below hold."
          .formatted(Configuration.API_VERSION, Configuration.KIND)),
  KUBECONFIG(
      "kubeconfig",
      "file",
      "How to reach the cluster. Without it: the variable KUBECONFIG, else the service account of"
          + " the Pod, else ~/.kube/config."),
  METRICS_BIND_ADDRESS(
      "metrics-bind-address",
      "address",
      "Where metrics are served; 0 for nowhere. Default :8443. Wins over metrics.bindAddress."),
  HEALTH_PROBE_BIND_ADDRESS(
      "health-probe-bind-address",
      "address",
      "Where the probes /healthz and /readyz are served; 0 for nowhere. Default :8081. Wins over"
          + " health.healthProbeBindAddress."),
  LEADER_ELECT(
      "leader-elect",
      "",
      "Work only while holding the Lease, so that replicas take turns; --leader-elect=false to"
          + " work at once. Default true. Wins over leaderElection.leaderElect."),
  KUBE_API_QPS(
      "kube-api-qps",
      "number",
      "Requests per second to the API server in the long run; negative for no limit. Default 500."
          + " Wins over clientConnection.qps."),
  KUBE_API_BURST(
      "kube-api-burst",
      "integer",
      "Requests to the API server that may go out at once. Default 500. Wins over"
          + " clientConnection.burst."),
  ZAP_DEVEL(
      "zap-devel",
      "",
      "Sets the defaults of the flags below: on (the default): console, debug, stack traces from"
          + " warnings on; off: json, info, stack traces for errors."),
  ZAP_ENCODER("zap-encoder", "json|console", "Form of a log line."),
  ZAP_LOG_LEVEL(
      "zap-log-level",
      "debug|info|error|n",
      "What is logged; a number n > 0 shows the lines up to that verbosity: 2 every reconcile and"
          + " change, 5 everything."),
  ZAP_STACKTRACE_LEVEL(
      "zap-stacktrace-level",
      "info|error|panic",
      "From which level on exceptions are shown with their stack trace; panic for never."),
  ZAP_TIME_ENCODING(
      "zap-time-encoding",
      "epoch|millis|nano|iso8601|rfc3339|rfc3339nano",
      "How log lines show the time. Default rfc3339.");

  private static final String HELP =
      """
      Usage: jobset-operator [flags]

      Runs the JobSets of a Kubernetes cluster. A flag that is given wins over the configuration file.

      Flags:
      %s
        --help
              Print this text.

      Exit status: 0 after a clean stop, 1 if the operator cannot start or go on, 2 for a wrong command line.
      """;
  private static final int WIDTH = 96;
  private static final String INDENT = " ".repeat(8);

  private final String key;
  private final String argument;
  private final String description;

  /**
   * @param argument what stands for the value in the help; empty for a boolean flag
   */
  Flag(String key, String argument, String description) {
    this.key = key;
    this.argument = argument;
    this.description = description;
  }

  static Optional<Flag> ofKey(String key) {
    return Arrays.stream(values()).filter(flag -> flag.key.equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Flag::key).toList();
  }

  static String help() {
    return HELP.formatted(
        Arrays.stream(values()).map(Flag::describe).collect(Collectors.joining("\n")));
  }

  /** The name, without dashes. */
  String key() {
    return key;
  }

  boolean isBoolean() {
    return argument.isEmpty();
  }

  private String describe() {
    StringBuilder text = new StringBuilder("  --").append(key);
    if (!isBoolean()) {
      text.append("=<").append(argument).append('>');
    }
    int column = WIDTH;
    for (String word : description.split(" ")) {
      if (column + 1 + word.length() > WIDTH) {
        text.append('\n').append(INDENT).append(word);
        column = INDENT.length() + word.length();
      } else {
        text.append(' ').append(word);
        column += 1 + word.length();
      }
    }
    return text.toString();
  }
}
