package io.x_k8s.jobset.operator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.x_k8s.jobset.operator.config.LoggingOptions.StackTraces;
import io.x_k8s.jobset.operator.config.TimeEncoding;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/** What the two forms of a log line share: the time, the key-value pairs and the exception. */
abstract class LogLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter ISO8601 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXX");
  private static final DateTimeFormatter RFC3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");

  private final TimeEncoding timeEncoding;
  private final StackTraces stackTraces;
  private final ZoneId zone;

  LogLayout(TimeEncoding timeEncoding, StackTraces stackTraces, ZoneId zone) {
    this.timeEncoding = timeEncoding;
    this.stackTraces = stackTraces;
    this.zone = zone;
  }

  /** A number or a text, as {@link TimeEncoding} describes. */
  Object time(ILoggingEvent event) {
    Instant time = event.getInstant();
    BigDecimal seconds =
        BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
    return switch (timeEncoding) {
      case EPOCH -> seconds;
      case MILLIS -> seconds.movePointRight(3);
      case NANO -> seconds.movePointRight(9);
      case ISO8601 -> ISO8601.format(time.atZone(zone));
      case RFC3339 -> RFC3339.format(time.atZone(zone));
      case RFC3339NANO -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    };
  }

  /** The pairs given to the log call, then those of the thread. */
  static Map<String, Object> pairs(ILoggingEvent event) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    List<KeyValuePair> given = event.getKeyValuePairs();
    if (given != null) {
      given.forEach(pair -> pairs.put(pair.key, pair.value));
    }
    event.getMDCPropertyMap().forEach(pairs::putIfAbsent);
    return pairs;
  }

  /** The exception in one line. */
  static Optional<String> error(ILoggingEvent event) {
    return Optional.ofNullable(event.getThrowableProxy()).map(LogLayout::summary);
  }

  /** The exception with its stack trace, ending in a line break; empty below the chosen level. */
  Optional<String> stackTrace(ILoggingEvent event) {
    boolean wanted =
        switch (stackTraces) {
          case INFO -> true;
          case WARN -> event.getLevel().isGreaterOrEqual(Level.WARN);
          case ERROR -> event.getLevel().isGreaterOrEqual(Level.ERROR);
          case PANIC -> false;
        };
    return Optional.ofNullable(event.getThrowableProxy())
        .filter(thrown -> wanted)
        .map(ThrowableProxyUtil::asString);
  }

  private static String summary(IThrowableProxy thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClassName() : thrown.getClassName() + ": " + message;
  }
}
