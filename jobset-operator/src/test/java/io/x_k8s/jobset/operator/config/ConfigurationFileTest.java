package io.x_k8s.jobset.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.x_k8s.jobset.operator.features.FeatureGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  private static final String HEADER =
      """
      apiVersion: config.jobset.x-k8s.io/v1alpha1
      kind: Configuration
      """;

  @Nested
  class Defaults {

    @Test
    @Tag("api:A34")
    @Tag("operations:OP-01")
    void areThoseOfTheContract() {
      Configuration defaults = Configuration.DEFAULTS;

      assertThat(defaults.toYaml())
          .isEqualTo(
              """
              apiVersion: config.jobset.x-k8s.io/v1alpha1
              kind: Configuration
              webhook:
                port: 9443
              leaderElection:
                leaderElect: true
                leaseDuration: 15s
                renewDeadline: 10s
                retryPeriod: 2s
                resourceLock: leases
                resourceName: 6d4f6a47.jobset.x-k8s.io
              metrics:
                bindAddress: :8443
              health:
                healthProbeBindAddress: :8081
              internalCertManagement:
                enable: true
                webhookServiceName: jobset-webhook-service
                webhookSecretName: jobset-webhook-server-cert
              clientConnection:
                qps: 500
                burst: 500
              """);
      assertThat(defaults.webhook().host()).isEmpty();
      assertThat(defaults.webhook().effectiveCertDir())
          .isEqualTo(Path.of("/tmp/k8s-webhook-server/serving-certs"));
      assertThat(defaults.leaderElection().resourceNamespace()).isEmpty();
      assertThat(defaults.metricsCertDir()).isEmpty();
      assertThat(defaults.health().readinessPath()).isEqualTo("/readyz");
      assertThat(defaults.health().livenessPath()).isEqualTo("/healthz");
      assertThat(defaults.tls().protocols()).containsExactly("TLSv1.2", "TLSv1.3");
      assertThat(defaults.tls().javaCipherSuites()).isEmpty();
      assertThat(defaults.featureGates()).isEmpty();
    }

    @Test
    @Tag("api:A34")
    void holdForAFileThatSaysNothing() {
      assertThat(parse("")).isEqualTo(Configuration.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "webhook",
          "leaderElection",
          "metrics",
          "health",
          "tls",
          "internalCertManagement",
          "clientConnection",
          "featureGates"
        })
    void holdForAnObjectThatIsEmptyOrNull(String section) {
      assertThat(parse(section + ": {}")).isEqualTo(Configuration.DEFAULTS);
      assertThat(parse(section + ":")).isEqualTo(Configuration.DEFAULTS);
    }

    @Test
    void holdFieldByFieldInAnObjectGivenInPart() {
      Configuration configuration =
          parse(
              """
              leaderElection: {renewDeadline: 12s}
              clientConnection: {burst: 7}
              health: {readinessEndpointName: ready}
              """);

      assertThat(configuration.leaderElection())
          .isEqualTo(
              new LeaderElectionConfiguration(
                  true,
                  Duration.ofSeconds(15),
                  Duration.ofSeconds(12),
                  Duration.ofSeconds(2),
                  "leases",
                  "6d4f6a47.jobset.x-k8s.io",
                  ""));
      assertThat(configuration.clientConnection()).isEqualTo(new ClientConnection(500, 7));
      assertThat(configuration.health().healthProbeBindAddress()).hasToString(":8081");
      assertThat(configuration.health().readinessPath()).isEqualTo("/ready");
      assertThat(configuration.health().livenessPath()).isEqualTo("/healthz");
    }

    @Test
    void replaceAnEmptyAddress() {
      assertThat(parse("health: {healthProbeBindAddress: ''}\nmetrics: {bindAddress: ''}"))
          .isEqualTo(Configuration.DEFAULTS);
    }

    @Test
    @Tag("api:A42")
    void ofTheLeaseNameHoldWithoutLeaderElectionToo() {
      LeaderElectionConfiguration election =
          parse("leaderElection: {leaderElect: false}").leaderElection();

      assertThat(election.leaderElect()).isFalse();
      assertThat(election.resourceName()).isEqualTo("6d4f6a47.jobset.x-k8s.io");
    }

    @Test
    @Tag("api:A36")
    void leaveTheCertificateNamesUnsetWithoutInternalCertificates() {
      Configuration configuration = parse("internalCertManagement: {enable: false}");

      assertThat(configuration.internalCertManagement())
          .isEqualTo(new InternalCertManagement(false, Optional.empty(), Optional.empty()));
      assertThat(configuration.metricsCertDir())
          .contains(Path.of("/tmp/k8s-metrics-server/serving-certs"));
    }
  }

  @Nested
  class EveryField {
    private static final String FULL =
        """
        apiVersion: config.jobset.x-k8s.io/v1alpha1
        kind: Configuration
        webhook: {port: 9444, host: 10.0.0.1, certDir: /certs/webhook}
        leaderElection:
          leaderElect: false
          leaseDuration: 1m30s
          renewDeadline: 1m
          retryPeriod: 500ms
          resourceLock: leases
          resourceName: mine
          resourceNamespace: training
        metrics: {bindAddress: "127.0.0.1:8444", certDir: /certs/metrics}
        health:
          healthProbeBindAddress: 127.0.0.1:0
          readinessEndpointName: /ready
          livenessEndpointName: alive
        tls: {minVersion: VersionTLS12, cipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]}
        internalCertManagement: {enable: true, webhookServiceName: hook, webhookSecretName: my.cert}
        clientConnection: {qps: 99.5, burst: 200}
        featureGates: {RestartJob: true, InPlaceRestart: false}
        """;

    private final Configuration full = ConfigurationFile.parse(FULL, "test");

    @Test
    @Tag("operations:OP-04")
    void isRead() {
      assertThat(full)
          .isEqualTo(
              new Configuration(
                  new WebhookConfiguration(
                      9444, "10.0.0.1", Optional.of(Path.of("/certs/webhook"))),
                  new LeaderElectionConfiguration(
                      false,
                      Duration.ofSeconds(90),
                      Duration.ofMinutes(1),
                      Duration.ofMillis(500),
                      "leases",
                      "mine",
                      "training"),
                  new MetricsConfiguration(
                      new BindAddress("127.0.0.1", 8444), Optional.of(Path.of("/certs/metrics"))),
                  new HealthConfiguration(
                      new BindAddress("127.0.0.1", 0), Optional.of("/ready"), Optional.of("alive")),
                  new TlsConfiguration(
                      Optional.of("VersionTLS12"),
                      List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")),
                  new InternalCertManagement(true, Optional.of("hook"), Optional.of("my.cert")),
                  new ClientConnection(99.5, 200),
                  Map.of("RestartJob", true, "InPlaceRestart", false)));
      assertThat(full.metricsCertDir()).contains(Path.of("/certs/metrics"));
      assertThat(full.health().readinessPath()).isEqualTo("/ready");
      assertThat(full.health().livenessPath()).isEqualTo("/alive");
      assertThat(full.gates().isEnabled(FeatureGate.RESTART_JOB)).isTrue();
    }

    @Test
    @Tag("operations:OP-29")
    void isWrittenSoThatItReadsTheSame() {
      assertThat(ConfigurationFile.parse(full.toYaml(), "test")).isEqualTo(full);
      assertThat(ConfigurationFile.parse(full.toYamlOfChanges(), "test")).isEqualTo(full);
      assertThat(ConfigurationFile.parse(Configuration.DEFAULTS.toYaml(), "test"))
          .isEqualTo(Configuration.DEFAULTS);
    }

    @Test
    @Tag("operations:OP-29")
    void isWrittenSoThatItReadsTheSameWithoutInternalCertificates() {
      Configuration external =
          parse("internalCertManagement: {enable: false, webhookSecretName: unused}");

      assertThat(ConfigurationFile.parse(external.toYaml(), "test")).isEqualTo(external);
      assertThat(ConfigurationFile.parse(external.toYamlOfChanges(), "test")).isEqualTo(external);
    }

    @Test
    @Tag("operations:OP-29")
    void anEmptyConfigurationIsWrittenWithItsVersionAndThreeObjects() {
      assertThat(Configuration.DEFAULTS.toYamlOfChanges())
          .isEqualTo(HEADER + "webhook: {}\nmetrics: {}\nhealth: {}\n");
    }
  }

  @Nested
  class Syntax {

    @Test
    void jsonIsReadWithTabsToo() {
      Configuration configuration =
          ConfigurationFile.parse(
              """
              {
              \t"apiVersion": "config.jobset.x-k8s.io/v1alpha1",
              \t"kind": "Configuration",
              \t"leaderElection": {"leaderElect": false},
              \t"clientConnection": {"qps": 1e2}
              }
              """,
              "test");

      assertThat(configuration.leaderElection().leaderElect()).isFalse();
      assertThat(configuration.clientConnection().qps()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "False, false", "yes, true", "off, false"})
    void theBooleansOfOlderYamlAreRead(String text, boolean value) {
      assertThat(
              parse("leaderElection: {leaderElect: " + text + "}").leaderElection().leaderElect())
          .isEqualTo(value);
    }

    @Test
    void anAddressOfZeroSwitchesTheServerOff() {
      Configuration configuration =
          parse("metrics: {bindAddress: '0'}\nhealth: {healthProbeBindAddress: '0'}");

      assertThat(configuration.metrics().bindAddress().isOff()).isTrue();
      assertThat(configuration.health().healthProbeBindAddress().isOff()).isTrue();
    }

    @Test
    void aNegativeRateMeansNoLimit() {
      assertThat(parse("clientConnection: {qps: -1, burst: 0}").clientConnection().isLimited())
          .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "webhook: [                | line 3, column 11: while parsing a flow node, expected the node content",
          "'a: b: c'                 | line 3, column 5: mapping values are not allowed here",
          "'a: 1\n---\nb: 2'         | expected a single document"
        })
    void whatIsNoYamlIsRefusedWithThePlace(String text, String place) {
      assertThat(refusal(text))
          .hasMessageContaining("neither YAML nor JSON")
          .hasMessageContaining(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "text", "# only a comment"})
    void whatIsNoObjectIsRefused(String text) {
      assertThat(refusalOf(text))
          .hasMessage(
              "The test file cannot be used: it must be an object that starts with \"apiVersion:"
                  + " config.jobset.x-k8s.io/v1alpha1\" and \"kind: Configuration\"");
    }

    @Test
    void anotherVersionOrKindIsRefused() {
      assertThat(refusalOf("apiVersion: config.jobset.x-k8s.io/v1\nkind: Configuration"))
          .hasMessageContaining(
              "no kind \"Configuration\" is registered for version \"config.jobset.x-k8s.io/v1\"");
      assertThat(refusalOf("apiVersion: config.jobset.x-k8s.io/v1alpha1\nkind: JobSet"))
          .hasMessageContaining("no kind \"JobSet\" is registered for version");
      assertThat(refusalOf("kind: Configuration"))
          .hasMessageContaining("apiVersion or kind is missing");
    }
  }

  @Nested
  class Strictness {

    @Test
    @Tag("api:A35")
    @Tag("operations:OP-03")
    void anUnknownFieldIsRefused() {
      assertThat(refusal("invalidField: x"))
          .hasMessage(
              "The test file cannot be used:\n"
                  + "  strict decoding error: unknown field \"invalidField\" (line 3); known here:"
                  + " apiVersion, clientConnection, featureGates, health, internalCertManagement,"
                  + " kind, leaderElection, metrics, tls, webhook");
    }

    @Test
    void aMistypedFieldIsRefusedWithItsPathAndASuggestion() {
      assertThat(refusal("webhook:\n  prot: 1\nleaderelection: {}"))
          .hasMessageContaining("unknown field \"webhook.prot\" (line 4); did you mean \"port\"?")
          .hasMessageContaining(
              "unknown field \"leaderelection\" (line 5); did you mean \"leaderElection\"?");
    }

    @Test
    void aRepeatedFieldIsRefused() {
      assertThat(refusal("webhook: {port: 1}\nmetrics: {}\nwebhook: {port: 2, port: 3}"))
          .hasMessageContaining(
              "strict decoding error: duplicate field \"webhook\" (line 5); it is already set on"
                  + " line 3");
      assertThat(refusal("featureGates: {RestartJob: true, RestartJob: false}"))
          .hasMessageContaining("duplicate field \"featureGates.RestartJob\"");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "webhook: {port: abc}               | webhook.port: must be a whole number, but is the text \"abc\" (line 3)",
          "webhook: {port: '1'}               | webhook.port: must be a whole number, but is the text \"1\"",
          "webhook: {port: 1.5}               | webhook.port: must be a whole number, but is 1.5",
          "webhook: {port: 9999999999}        | webhook.port: Invalid value: \"9999999999\": is not a whole number in range",
          "webhook: {host: 1}                 | webhook.host: must be a text, but is 1 (line 3); put it in quotes: \"1\"",
          "webhook: []                        | webhook: must be an object, but is a list",
          "metrics: {bindAddress: 0}          | metrics.bindAddress: must be a text, but is 0 (line 3); put it in quotes: \"0\"",
          "leaderElection: {leaderElect: 1}   | leaderElection.leaderElect: must be true or false, but is 1",
          "leaderElection: {leaderElect: 'true'} | leaderElection.leaderElect: must be true or false, but is the text \"true\"",
          "leaderElection: {retryPeriod: 2}   | leaderElection.retryPeriod: must be a text, but is 2",
          "clientConnection: {qps: fast}      | clientConnection.qps: must be a number, but is the text \"fast\"",
          "clientConnection: {qps: .inf}      | clientConnection.qps: Invalid value: \".inf\": is not a number in range",
          "tls: {cipherSuites: X}             | tls.cipherSuites: must be a list, but is the text \"X\"",
          "tls: {cipherSuites: [TLS_AES_128_GCM_SHA256, 7]} | tls.cipherSuites[1]: must be a text, but is 7",
          "featureGates: {RestartJob: maybe}  | featureGates.RestartJob: must be true or false, but is the text \"maybe\""
        })
    void aValueOfAWrongTypeIsRefusedWithItsPath(String text, String problem) {
      assertThat(refusal(text)).hasMessageContaining("\n  " + problem);
    }

    @Test
    void everythingThatIsWrongIsReportedTogether() {
      assertThat(
              refusal(
                  """
                  webhook: {port: 70000, prot: 1}
                  health: {healthProbeBindAddress: 8081}
                  internalCertManagement: {webhookServiceName: _bad, webhookSecretName: bad_name}
                  featureGates: {Nope: true}
                  """))
          .hasMessageStartingWith("The test file cannot be used (6 problems):\n")
          .hasMessageContaining("webhook.port: Invalid value: 70000: must be between 0 and 65535")
          .hasMessageContaining("unknown field \"webhook.prot\"")
          .hasMessageContaining("health.healthProbeBindAddress: must be a text")
          .hasMessageContaining("internalCertManagement.webhookServiceName")
          .hasMessageContaining("internalCertManagement.webhookSecretName")
          .hasMessageContaining("featureGates: unrecognized feature gate: Nope");
    }
  }

  @Nested
  class Validation {

    @Test
    @Tag("operations:OP-10")
    @Tag("api:A38")
    void certificateNamesThatCannotBeNamesAreRefusedEach() {
      assertThat(
              refusal(
                  "internalCertManagement: {webhookServiceName: _bad, webhookSecretName: bad_name}"))
          .hasMessage(
              """
              The test file cannot be used (2 problems):
                internalCertManagement.webhookServiceName: Invalid value: "_bad": a DNS-1035 label \
              must consist of lower case alphanumeric characters or '-', start with an alphabetic \
              character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', \
              regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
                internalCertManagement.webhookSecretName: Invalid value: "bad_name": a lowercase RFC \
              1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and \
              must start and end with an alphanumeric character (e.g. 'example.com', regex used for \
              validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')""");
    }

    @ParameterizedTest
    @CsvSource({"webhookServiceName, 0-invalid", "webhookSecretName, :)", "webhookServiceName, ''"})
    @Tag("api:A38")
    void aCertificateNameThatCannotBeANameIsRefused(String field, String name) {
      assertThat(refusal("internalCertManagement: {enable: true, %s: '%s'}".formatted(field, name)))
          .hasMessageContaining("internalCertManagement.%s: Invalid value: \"%s\"", field, name);
    }

    @Test
    void severalThingsWrongWithOneNameAreJoined() {
      assertThat(
              refusal("internalCertManagement: {webhookServiceName: %s}".formatted("A".repeat(64))))
          .hasMessageContaining("must be no more than 63 characters,a DNS-1035 label must consist");
    }

    @Test
    @Tag("api:A37")
    void certificateNamesAreNotLookedAtWithoutInternalCertificates() {
      assertThat(
              parse("internalCertManagement: {enable: false, webhookServiceName: 0-invalid}")
                  .internalCertManagement()
                  .webhookServiceName())
          .contains("0-invalid");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{}                                                                                    | TLSv1.2 TLSv1.3 |",
          "{minVersion: VersionTLS12, cipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]}     | TLSv1.2 TLSv1.3 | TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "{minVersion: VersionTLS13}                                                            | TLSv1.3         |",
          "{minVersion: VersionTLS13, cipherSuites: []}                                          | TLSv1.3         |",
          "{minVersion: VersionTLS12, cipherSuites: []}                                          | TLSv1.2 TLSv1.3 |",
          "{cipherSuites: [TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305]}                              | TLSv1.2 TLSv1.3 | TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
        })
    @Tag("api:A39")
    void goodTlsOptionsAreAccepted(String tls, String protocols, String suites) {
      TlsConfiguration read = parse("tls: " + tls).tls();

      assertThat(read.protocols()).containsExactly(protocols.split(" "));
      assertThat(read.javaCipherSuites())
          .isEqualTo(suites == null ? List.of() : List.of(suites.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{minVersion: VersionTLS10} | tls: Invalid value: invalid minVersion: VersionTLS10 is not supported. Please use VersionTLS12 or VersionTLS13",
          "{minVersion: VersionTLS11} | tls: Invalid value: invalid minVersion: VersionTLS11 is not supported. Please use VersionTLS12 or VersionTLS13",
          "{minVersion: nonsense}     | tls: Invalid value: invalid minVersion: unknown tls version \"nonsense\". Please use VersionTLS12 or VersionTLS13",
          "{cipherSuites: [X]}        | tls: Invalid value: invalid cipher suites: Cipher suite X not supported or doesn't exist. Please use the secure cipher names: [TLS_AES_128_GCM_SHA256, ",
          "{minVersion: VersionTLS10, cipherSuites: [X]} | Please use VersionTLS12 or VersionTLS13; invalid cipher suites: Cipher suite X not",
          "{minVersion: VersionTLS13, cipherSuites: [TLS_AES_128_GCM_SHA256]} | tls.cipherSuites: Invalid value: \"[TLS_AES_128_GCM_SHA256]\": may not be specified when `minVersion` is 'VersionTLS13'"
        })
    @Tag("api:A40")
    @Tag("operations:OP-11")
    void badTlsOptionsAreRefused(String tls, String problem) {
      assertThat(refusal("tls: " + tls)).hasMessageContaining(problem);
    }

    @Test
    @Tag("api:A40")
    void anOutdatedVersionAndABadSuiteAreOneProblem() {
      assertThat(refusal("tls: {minVersion: VersionTLS10, cipherSuites: [X]}"))
          .hasMessageStartingWith("The test file cannot be used:\n  tls: Invalid value:");
    }

    @Test
    void everyAcceptedCipherSuiteIsOneThatThisJavaSpeaks() throws Exception {
      String refusal = refusal("tls: {cipherSuites: [X]}").getMessage();
      List<String> accepted =
          List.of(refusal.substring(refusal.indexOf('[') + 1, refusal.indexOf(']')).split(", "));
      List<String> java =
          parse("tls: {cipherSuites: %s}".formatted(accepted)).tls().javaCipherSuites();

      assertThat(accepted).hasSize(15);
      assertThat(java)
          .hasSize(13)
          .isSubsetOf(
              javax.net.ssl.SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    }

    @Test
    @Tag("api:A41")
    @Tag("operations:OP-14")
    void featureGatesThatAreUnknownOrLockedAreRefused() {
      assertThat(refusal("featureGates: {Nope: true}"))
          .hasMessageContaining("featureGates: unrecognized feature gate: Nope");
      assertThat(refusal("featureGates: {TLSOptions: false}"))
          .hasMessageContaining(
              "featureGates: cannot set feature gate TLSOptions to false, feature is locked to"
                  + " true");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "leaderElection: {leaseDuration: soon}  | leaderElection.leaseDuration: Invalid value: \"soon\": must be a duration, such as \"15s\", \"1m30s\" or \"500ms\" (line 3)",
          "leaderElection: {leaseDuration: 10s}   | leaderElection.leaseDuration: Invalid value: \"10s\": must be longer than renewDeadline (10s)",
          "leaderElection: {retryPeriod: 9s}      | leaderElection.renewDeadline: Invalid value: \"10s\": must be longer than 1.2 times retryPeriod (9s)",
          "leaderElection: {retryPeriod: 0s}      | leaderElection.retryPeriod: Invalid value: \"0s\": must be at least 1ms",
          "leaderElection: {resourceLock: configmaps} | leaderElection.resourceLock: Invalid value: \"configmaps\": only \"leases\" is supported",
          "health: {healthProbeBindAddress: here} | health.healthProbeBindAddress: Invalid value: \"here\": must be host:port, such as \":8081\"",
          "health: {livenessEndpointName: readyz} | health.readinessEndpointName: Invalid value: \"/readyz\": must differ from livenessEndpointName",
          "clientConnection: {qps: 0}             | clientConnection.qps: Invalid value: 0: must be more than 0, or negative for no limit",
          "clientConnection: {burst: 0}           | clientConnection.burst: Invalid value: 0: must be at least 1"
        })
    void valuesThatCannotWorkAreRefused(String text, String problem) {
      assertThat(refusal(text)).hasMessageContaining("\n  " + problem);
    }

    @Test
    void leaderElectionTimesAreNotLookedAtWithoutElection() {
      assertThat(
              parse("leaderElection: {leaderElect: false, leaseDuration: 1s}")
                  .leaderElection()
                  .leaseDuration())
          .isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Nested
  class AFile {
    @TempDir private Path folder;

    @Test
    void isReadFromDisk() throws IOException {
      Path file = folder.resolve("config.yaml");
      Files.writeString(file, HEADER + "webhook: {port: 1}");

      assertThat(ConfigurationFile.load(file).webhook().port()).isEqualTo(1);
    }

    @Test
    @Tag("operations:OP-02")
    void thatDoesNotExistIsRefused() {
      Path file = folder.resolve("absent.yaml");

      ConfigurationException refusal = refusalOf(file);

      assertThat(refusal)
          .hasMessage("The configuration file " + file + " cannot be read: no such file.");
      assertThat(refusal.exitCode()).isEqualTo(1);
    }

    @Test
    void thatIsADirectoryIsRefused() {
      assertThat(refusalOf(folder)).hasMessageContaining("cannot be read: it is a directory");
    }

    @Test
    void thatIsNoTextIsRefused() throws IOException {
      Path file = folder.resolve("config.yaml");
      Files.write(file, new byte[] {(byte) 0xc3, 0x28});

      assertThat(refusalOf(file)).hasMessageContaining("cannot be read: it is not UTF-8 text");
    }

    @Test
    void isNamedInWhatIsWrongWithIt() throws IOException {
      Path file = folder.resolve("config.yaml");
      Files.writeString(file, HEADER + "x: 1");

      assertThat(refusalOf(file))
          .hasMessageStartingWith("The configuration file " + file + " cannot be used:\n");
    }

    private static ConfigurationException refusalOf(Path file) {
      return catchThrowableOfType(ConfigurationException.class, () -> ConfigurationFile.load(file));
    }
  }

  private static Configuration parse(String text) {
    return ConfigurationFile.parse(HEADER + text, "test file");
  }

  private static ConfigurationException refusal(String text) {
    return refusalOf(HEADER + text);
  }

  private static ConfigurationException refusalOf(String wholeText) {
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class, () -> ConfigurationFile.parse(wholeText, "test file"));
    assertThat(refusal).as("a refusal of %s", wholeText).isNotNull();
    assertThat(refusal.exitCode()).isEqualTo(1);
    return refusal;
  }
}
