package io.x_k8s.jobset.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.x_k8s.jobset.operator.config.LoggingOptions;
import io.x_k8s.jobset.operator.config.LoggingOptions.Encoder;
import io.x_k8s.jobset.operator.config.LoggingOptions.StackTraces;
import io.x_k8s.jobset.operator.config.TimeEncoding;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.KeyValuePair;

class LoggingSetupTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123456Z");

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, ERROR, ERROR",
    "0, INFO, INFO",
    "1, DEBUG, INFO",
    "2, DEBUG, INFO",
    "4, DEBUG, INFO",
    "5, TRACE, INFO",
    "10, TRACE, INFO"
  })
  void onlyOwnLoggersFollowTheVerbosityBeyondInformation(
      int verbosity, String own, String libraries) {
    LoggingSetup.configure(
        context,
        new LoggingOptions(Encoder.CONSOLE, verbosity, StackTraces.WARN, TimeEncoding.RFC3339));

    assertThat(context.getLogger("io.x_k8s.jobset.operator.plan").getEffectiveLevel())
        .isEqualTo(Level.toLevel(own));
    assertThat(context.getLogger("io.fabric8.kubernetes").getEffectiveLevel())
        .isEqualTo(Level.toLevel(libraries));
  }

  @Test
  void linesGoToStandardErrorOnlyHoweverOftenItIsConfigured() {
    LoggingSetup.configure(context, LoggingOptions.DEFAULTS);
    LoggingSetup.configure(context, LoggingOptions.DEFAULTS);

    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
        .toIterable()
        .singleElement()
        .satisfies(
            appender -> {
              assertThat(((ConsoleAppender<ILoggingEvent>) appender).getTarget())
                  .isEqualTo("System.err");
              assertThat(appender.isStarted()).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "EPOCH, 1767225600.123456000, Z",
    "MILLIS, 1767225600123.456000, Z",
    "NANO, 1767225600123456000, Z",
    "ISO8601, 2026-01-01T00:00:00.123Z, Z",
    "ISO8601, 2026-01-01T02:00:00.123+0200, +02:00",
    "RFC3339, 2026-01-01T00:00:00Z, Z",
    "RFC3339, 2026-01-01T02:00:00+02:00, +02:00",
    "RFC3339NANO, 2026-01-01T00:00:00.123456Z, Z"
  })
  void theTimeIsShownAsChosen(TimeEncoding encoding, String shown, ZoneId zone) {
    var layout = new ConsoleLogLayout(encoding, StackTraces.WARN, zone);

    assertThat(layout.doLayout(event(Level.INFO))).startsWith(shown + "\tINFO\t");
  }

  @Test
  void aLineForPeopleShowsLoggerMessageAndPairs() {
    LoggingEvent event = event(Level.DEBUG);
    event.setKeyValuePairs(
        List.of(new KeyValuePair("jobset", "default/js"), new KeyValuePair("jobs", 3)));

    assertThat(console(StackTraces.WARN).doLayout(event))
        .isEqualTo(
            "2026-01-01T00:00:00Z\tDEBUG\tPlanner\tcreated \"a\"\t"
                + "{\"jobset\":\"default/js\",\"jobs\":3}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "INFO, INFO, true",
    "WARN, INFO, false",
    "WARN, WARN, true",
    "ERROR, WARN, false",
    "ERROR, ERROR, true",
    "PANIC, ERROR, false"
  })
  void aStackTraceIsShownFromTheChosenLevelOnAndTheErrorAlways(
      StackTraces stackTraces, String level, boolean shown) {
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("a.b.Planner"), Level.toLevel(level), "m", boom(), null);
    event.setInstant(TIME);
    event.setMDCPropertyMap(Map.of());

    String line = console(stackTraces).doLayout(event);

    assertThat(line).contains("{\"error\":\"java.lang.IllegalStateException: boom\"}\n");
    assertThat(line.contains("\tat " + LoggingSetupTest.class.getName())).isEqualTo(shown);
  }

  @Test
  void aJsonLineHasTheNamesOfKubernetesControllers() throws Exception {
    LoggingEvent event =
        new LoggingEvent(
            "",
            context.getLogger("a.b.Planner"),
            Level.ERROR,
            "tab\t \"{}\" \u0001",
            boom(),
            args());
    event.setInstant(TIME);
    event.setMDCPropertyMap(Map.of("reconcileID", "7"));

    String line =
        new JsonLogLayout(TimeEncoding.EPOCH, StackTraces.ERROR, ZoneOffset.UTC).doLayout(event);

    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("level", "ts", "logger", "msg", "reconcileID", "error", "stacktrace");
    assertThat(json.get("level").textValue()).isEqualTo("error");
    assertThat(json.get("ts").isNumber()).isTrue();
    assertThat(json.get("logger").textValue()).isEqualTo("a.b.Planner");
    assertThat(json.get("msg").textValue()).isEqualTo("tab\t \"x\" \u0001");
    assertThat(json.get("stacktrace").textValue()).contains("LoggingSetupTest.boom");
  }

  private static Object[] args() {
    return new Object[] {"x"};
  }

  private static ConsoleLogLayout console(StackTraces stackTraces) {
    return new ConsoleLogLayout(TimeEncoding.RFC3339, stackTraces, ZoneOffset.UTC);
  }

  private LoggingEvent event(Level level) {
    LoggingEvent event =
        new LoggingEvent(
            "",
            context.getLogger("a.b.Planner"),
            level,
            "created \"{}\"",
            null,
            new Object[] {"a"});
    event.setInstant(TIME);
    event.setMDCPropertyMap(Map.of());
    return event;
  }

  private static IllegalStateException boom() {
    return new IllegalStateException("boom");
  }
}
