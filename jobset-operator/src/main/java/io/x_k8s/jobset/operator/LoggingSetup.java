package io.x_k8s.jobset.operator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import io.x_k8s.jobset.operator.config.LoggingOptions;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.slf4j.LoggerFactory;

/**
 * Configures logback from the {@code --zap-*} flags. All lines go to standard error.
 *
 * <p>The verbosities of the flags are levels here: up to 4 is {@code debug} (one line per reconcile
 * and change), from 5 on {@code trace}. Only this program's own loggers become that verbose; those
 * of libraries stay at information, whatever the flag says.
 */
final class LoggingSetup {
  private static final String OWN_LOGGERS = "io.x_k8s.jobset";
  private static final int TRACE_VERBOSITY = 5;

  private LoggingSetup() {}

  /** Replaces whatever logging was set up before in this process. */
  static void configure(LoggingOptions options) {
    configure((LoggerContext) LoggerFactory.getILoggerFactory(), options);
  }

  static void configure(LoggerContext context, LoggingOptions options) {
    context.reset();
    LogLayout layout =
        switch (options.encoder()) {
          case CONSOLE ->
              new ConsoleLogLayout(
                  options.timeEncoding(), options.stackTraces(), ZoneId.systemDefault());
          case JSON ->
              new JsonLogLayout(
                  options.timeEncoding(), options.stackTraces(), ZoneId.systemDefault());
        };
    layout.setContext(context);
    layout.start();

    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();

    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget(ConsoleTarget.SystemErr.getName());
    appender.setEncoder(encoder);
    appender.start();

    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(options.verbosity() < LoggingOptions.INFO ? Level.ERROR : Level.INFO);
    context.getLogger(OWN_LOGGERS).setLevel(level(options.verbosity()));
  }

  private static Level level(int verbosity) {
    if (verbosity < LoggingOptions.INFO) {
      return Level.ERROR;
    }
    if (verbosity == LoggingOptions.INFO) {
      return Level.INFO;
    }
    return verbosity < TRACE_VERBOSITY ? Level.DEBUG : Level.TRACE;
  }
}
