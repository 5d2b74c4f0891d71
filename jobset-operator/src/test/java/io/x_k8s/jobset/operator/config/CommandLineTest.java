package io.x_k8s.jobset.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.x_k8s.jobset.operator.config.LoggingOptions.Encoder;
import io.x_k8s.jobset.operator.config.LoggingOptions.StackTraces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @TempDir private Path folder;

  @Test
  @Tag("api:A34")
  @Tag("operations:OP-01")
  void withoutFlagsAllDefaultsHold() {
    OperatorOptions options = CommandLine.parse().options();

    assertThat(options.configuration()).isEqualTo(Configuration.DEFAULTS);
    assertThat(options.configuration().leaderElection().leaderElect()).isTrue();
    assertThat(options.kubeconfig()).isEmpty();
    assertThat(options.logging())
        .isEqualTo(new LoggingOptions(Encoder.CONSOLE, 1, StackTraces.WARN, TimeEncoding.RFC3339));
  }

  @Test
  @Tag("operations:OP-04")
  void theFileIsUsed() throws IOException {
    Configuration configuration = CommandLine.parse("--config", file()).options().configuration();

    assertThat(configuration.metrics().bindAddress()).hasToString(":7443");
    assertThat(configuration.health().healthProbeBindAddress()).hasToString(":7081");
    assertThat(configuration.leaderElection().leaderElect()).isTrue();
    assertThat(configuration.leaderElection().resourceName()).isEqualTo("file");
    assertThat(configuration.webhook().port()).isEqualTo(7444);
    assertThat(configuration.clientConnection()).isEqualTo(new ClientConnection(100, 200));
  }

  @ParameterizedTest
  @CsvSource({
    "--metrics-bind-address=:1,      :1,    :7081, true,  100, 200",
    "--health-probe-bind-address=:2, :7443, :2,    true,  100, 200",
    "--leader-elect=false,           :7443, :7081, false, 100, 200",
    "--kube-api-qps=3.5,             :7443, :7081, true,  3.5, 200",
    "--kube-api-burst=4,             :7443, :7081, true,  100, 4"
  })
  @Tag("operations:OP-05")
  void aFlagThatIsGivenWinsOverTheFileAndTheOthersDoNot(
      String flag, String metrics, String health, boolean elect, double qps, int burst)
      throws IOException {
    Configuration configuration =
        CommandLine.parse(flag, "--config", file()).options().configuration();

    assertThat(configuration.metrics().bindAddress()).hasToString(metrics);
    assertThat(configuration.health().healthProbeBindAddress()).hasToString(health);
    assertThat(configuration.leaderElection().leaderElect()).isEqualTo(elect);
    assertThat(configuration.leaderElection().resourceName()).isEqualTo("file");
    assertThat(configuration.webhook().port()).isEqualTo(7444);
    assertThat(configuration.clientConnection()).isEqualTo(new ClientConnection(qps, burst));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--leader-elect=false --kube-api-burst 7",
        "-leader-elect=F -kube-api-burst=7",
        "--leader-elect --leader-elect=0 --kube-api-burst=9 --kube-api-burst=7"
      })
  void flagsAreWrittenAsInGo(String line) {
    Configuration configuration = CommandLine.parse(line.split(" ")).options().configuration();

    assertThat(configuration.leaderElection().leaderElect()).isFalse();
    assertThat(configuration.clientConnection().burst()).isEqualTo(7);
  }

  @Test
  void aValueMayStartWithADash() {
    assertThat(
            CommandLine.parse("--kube-api-qps", "-1")
                .options()
                .configuration()
                .clientConnection()
                .isLimited())
        .isFalse();
  }

  @Test
  void theKubeconfigIsTakenOver() {
    assertThat(CommandLine.parse("--kubeconfig", "/a/b").options().kubeconfig())
        .contains(Path.of("/a/b"));
    assertThat(CommandLine.parse("--kubeconfig=", "--config=").options().kubeconfig()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--zap-devel=false                           | JSON    | 0  | ERROR | RFC3339",
        "--zap-devel=false --zap-encoder=console     | CONSOLE | 0  | ERROR | RFC3339",
        "--zap-encoder=json --zap-log-level=2        | JSON    | 2  | WARN  | RFC3339",
        "--zap-log-level info --zap-devel            | CONSOLE | 0  | WARN  | RFC3339",
        "--zap-log-level=error                       | CONSOLE | -1 | WARN  | RFC3339",
        "--zap-log-level=debug                       | CONSOLE | 1  | WARN  | RFC3339",
        "--zap-stacktrace-level=panic                | CONSOLE | 1  | PANIC | RFC3339",
        "--zap-stacktrace-level=info                 | CONSOLE | 1  | INFO  | RFC3339",
        "--zap-time-encoding=epoch                   | CONSOLE | 1  | WARN  | EPOCH",
        "--zap-time-encoding=rfc3339nano             | CONSOLE | 1  | WARN  | RFC3339NANO"
      })
  void theLoggingFlagsAreRead(
      String line, Encoder encoder, int verbosity, StackTraces stackTraces, TimeEncoding time) {
    assertThat(CommandLine.parse(line.split(" ")).logging())
        .isEqualTo(new LoggingOptions(encoder, verbosity, stackTraces, time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--nope                         | flag provided but not defined: --nope",
        "--leader-elec                  | flag provided but not defined: --leader-elec; did you mean --leader-elect?",
        "-feature-gates=RestartJob=true | flag provided but not defined: --feature-gates",
        "--config                       | flag needs an argument: --config",
        "---config                      | bad flag syntax: ---config",
        "--=x                           | bad flag syntax: --=x",
        "start                          | unexpected argument \"start\": the operator knows only flags",
        "--leader-elect false           | unexpected argument \"false\": the operator knows only flags; join a boolean flag and its value by \"=\"",
        "--leader-elect=maybe           | invalid value \"maybe\" for flag --leader-elect: must be true or false",
        "--kube-api-burst=1.5           | invalid value \"1.5\" for flag --kube-api-burst: must be a whole number",
        "--kube-api-qps=NaN             | invalid value \"NaN\" for flag --kube-api-qps: must be a number",
        "--metrics-bind-address=8443    | invalid value \"8443\" for flag --metrics-bind-address: must be host:port",
        "--zap-encoder=xml              | invalid value \"xml\" for flag --zap-encoder: must be one of console, json",
        "--zap-log-level=0              | invalid value \"0\" for flag --zap-log-level: must be debug, info, error or a whole number above 0",
        "--zap-log-level=loud           | invalid value \"loud\" for flag --zap-log-level: must be debug",
        "--zap-stacktrace-level=warn    | invalid value \"warn\" for flag --zap-stacktrace-level: must be one of info, error, panic",
        "--zap-time-encoding=now        | invalid value \"now\" for flag --zap-time-encoding: must be one of epoch, millis, nano, iso8601, rfc3339, rfc3339nano"
      })
  void aCommandLineThatIsWrongIsRefusedWithStatusTwo(String line, String problem) {
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class, () -> CommandLine.parse(line.split(" ")));

    assertThat(refusal.exitCode()).isEqualTo(2);
    assertThat(refusal)
        .hasMessageStartingWith(problem)
        .hasMessageEndingWith("\nRun \"jobset-operator --help\" for the flags and their values.");
  }

  @Test
  @Tag("operations:OP-02")
  void aFileThatDoesNotExistIsRefusedWithStatusOneOnceItIsRead() {
    CommandLine commandLine = CommandLine.parse("--config=/does/not/exist");

    ConfigurationException refusal =
        catchThrowableOfType(ConfigurationException.class, commandLine::options);

    assertThat(refusal)
        .hasMessage("The configuration file /does/not/exist cannot be read: no such file.");
    assertThat(refusal.exitCode()).isEqualTo(1);
  }

  @Test
  void flagsThatMakeTheConfigurationImpossibleAreRefused() {
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class, CommandLine.parse("--kube-api-burst=0")::options);

    assertThat(refusal)
        .hasMessage(
            "The configuration that the command line flags lead to cannot be used:\n"
                + "  clientConnection.burst: Invalid value: 0: must be at least 1");
    assertThat(refusal.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-help", "-h", "--h"})
  void helpIsGivenWhateverFollows(String flag) {
    assertThat(CommandLine.parse(flag, "--nope").asksForHelp()).isTrue();
    assertThat(CommandLine.parse().asksForHelp()).isFalse();
  }

  @Test
  void theHelpExplainsEveryFlagInLinesThatFitATerminal() {
    String help = CommandLine.help();

    assertThat(help)
        .startsWith("Usage: jobset-operator [flags]\n")
        .contains("  --config=<file>\n        Configuration file")
        .contains("  --leader-elect\n        Work only while")
        .endsWith("\n");
    assertThat(Flag.keys()).allSatisfy(key -> assertThat(help).contains("  --" + key));
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(104));
  }

  private String file() throws IOException {
    Path file = folder.resolve("config.yaml");
    Files.writeString(
        file,
        """
        apiVersion: config.jobset.x-k8s.io/v1alpha1
        kind: Configuration
        webhook: {port: 7444}
        metrics: {bindAddress: ":7443"}
        health: {healthProbeBindAddress: ":7081"}
        leaderElection: {leaderElect: true, resourceName: file}
        clientConnection: {qps: 100, burst: 200}
        """);
    return file.toString();
  }
}
