package io.x_k8s.jobset.operator.config;

import io.x_k8s.jobset.operator.config.LoggingOptions.Encoder;
import io.x_k8s.jobset.operator.config.LoggingOptions.StackTraces;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Reads a command line once, with the grammar of Go's flag package. */
final class CommandLineParser {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
  private static final Set<String> HELP = Set.of("help", "h");
  private static final List<StackTraces> STACK_TRACE_LEVELS =
      List.of(StackTraces.INFO, StackTraces.ERROR, StackTraces.PANIC);

  private boolean help;
  private Optional<Path> configurationFile = Optional.empty();
  private Optional<Path> kubeconfig = Optional.empty();
  private UnaryOperator<Configuration> overrides = UnaryOperator.identity();

  private boolean development = true;
  private Optional<Encoder> encoder = Optional.empty();
  private Optional<Integer> verbosity = Optional.empty();
  private Optional<StackTraces> stackTraces = Optional.empty();
  private Optional<TimeEncoding> timeEncoding = Optional.empty();

  CommandLine parse(String... arguments) {
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    while (!help && !rest.isEmpty()) {
      parseFlag(rest.pop(), rest);
    }
    return new CommandLine(
        help,
        configurationFile,
        kubeconfig,
        LoggingOptions.of(development, encoder, verbosity, stackTraces, timeEncoding),
        overrides);
  }

  private void parseFlag(String argument, Deque<String> rest) {
    String flagText = withoutDashes(argument);
    int equals = flagText.indexOf('=');
    String key = equals < 0 ? flagText : flagText.substring(0, equals);
    if (HELP.contains(key)) {
      help = true;
      return;
    }
    Flag flag = Flag.ofKey(key).orElseThrow(() -> unknown(key));
    String value;
    if (equals >= 0) {
      value = flagText.substring(equals + 1);
    } else if (flag.isBoolean()) {
      value = "true";
    } else if (rest.isEmpty()) {
      throw usage("flag needs an argument: --" + key);
    } else {
      value = rest.pop();
    }
    try {
      set(flag, value);
    } catch (IllegalArgumentException e) {
      throw usage("invalid value \"%s\" for flag --%s: %s".formatted(value, key, e.getMessage()));
    }
  }

  private static String withoutDashes(String argument) {
    String flagText = argument.replaceFirst("^--?", "");
    if (flagText.length() == argument.length() || flagText.isEmpty()) {
      throw usage(
          "unexpected argument \"%s\": the operator knows only flags%s"
              .formatted(
                  argument,
                  isBoolean(argument) ? "; join a boolean flag and its value by \"=\"" : ""));
    }
    if (flagText.startsWith("-") || flagText.startsWith("=")) {
      throw usage("bad flag syntax: " + argument);
    }
    return flagText;
  }

  private void set(Flag flag, String value) {
    switch (flag) {
      case CONFIG -> configurationFile = file(value);
      case KUBECONFIG -> kubeconfig = file(value);
      case METRICS_BIND_ADDRESS -> {
        BindAddress address = BindAddress.parse(value);
        override(all -> all.withMetrics(metrics -> metrics.withBindAddress(address)));
      }
      case HEALTH_PROBE_BIND_ADDRESS -> {
        BindAddress address = BindAddress.parse(value);
        override(all -> all.withHealth(health -> health.withHealthProbeBindAddress(address)));
      }
      case LEADER_ELECT -> {
        boolean elect = bool(value);
        override(all -> all.withLeaderElection(election -> election.withLeaderElect(elect)));
      }
      case KUBE_API_QPS -> {
        double qps = number(value, "must be a number", ObjectReader::finite);
        override(all -> all.withClientConnection(client -> client.withQps(qps)));
      }
      case KUBE_API_BURST -> {
        int burst = number(value, "must be a whole number", Integer::valueOf);
        override(all -> all.withClientConnection(client -> client.withBurst(burst)));
      }
      case ZAP_DEVEL -> development = bool(value);
      case ZAP_ENCODER -> encoder = Optional.of(oneOf(value, List.of(Encoder.values())));
      case ZAP_LOG_LEVEL -> verbosity = Optional.of(verbosity(value));
      case ZAP_STACKTRACE_LEVEL -> stackTraces = Optional.of(oneOf(value, STACK_TRACE_LEVELS));
      case ZAP_TIME_ENCODING ->
          timeEncoding = Optional.of(oneOf(value, List.of(TimeEncoding.values())));
    }
  }

  private void override(UnaryOperator<Configuration> change) {
    UnaryOperator<Configuration> before = overrides;
    overrides = configuration -> change.apply(before.apply(configuration));
  }

  private static Optional<Path> file(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
  }

  private static boolean isBoolean(String value) {
    return TRUE.contains(value) || FALSE.contains(value);
  }

  private static boolean bool(String value) {
    if (!isBoolean(value)) {
      throw new IllegalArgumentException("must be true or false");
    }
    return TRUE.contains(value);
  }

  private static <T> T number(String value, String otherwise, Function<String, T> parser) {
    try {
      return parser.apply(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(otherwise, e);
    }
  }

  private static int verbosity(String value) {
    String otherwise = "must be debug, info, error or a whole number above 0";
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "error" -> LoggingOptions.ERRORS_ONLY;
      case "info" -> LoggingOptions.INFO;
      case "debug" -> LoggingOptions.DEBUG;
      default -> number(value, otherwise, CommandLineParser::positive);
    };
  }

  private static Integer positive(String value) {
    int number = Integer.parseInt(value);
    if (number <= 0) {
      throw new NumberFormatException(value);
    }
    return number;
  }

  private static <E extends Enum<E>> E oneOf(String value, List<E> choices) {
    for (E choice : choices) {
      if (choice.name().equalsIgnoreCase(value)) {
        return choice;
      }
    }
    List<String> names =
        choices.stream().map(choice -> choice.name().toLowerCase(Locale.ROOT)).toList();
    throw new IllegalArgumentException("must be one of " + String.join(", ", names));
  }

  private static ConfigurationException unknown(String key) {
    String hint =
        Suggestion.closest(key, Flag.keys()).map("; did you mean --%s?"::formatted).orElse("");
    return usage("flag provided but not defined: --" + key + hint);
  }

  private static ConfigurationException usage(String problem) {
    return ConfigurationException.usage(
        problem + "\nRun \"jobset-operator --help\" for the flags and their values.");
  }
}
