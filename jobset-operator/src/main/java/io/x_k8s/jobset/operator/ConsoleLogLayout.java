package io.x_k8s.jobset.operator;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.x_k8s.jobset.operator.config.LoggingOptions.StackTraces;
import io.x_k8s.jobset.operator.config.TimeEncoding;
import java.time.ZoneId;
import java.util.Map;

/** Lines for people: time, level, logger, message and pairs, separated by tabs. */
final class ConsoleLogLayout extends LogLayout {
  ConsoleLogLayout(TimeEncoding timeEncoding, StackTraces stackTraces, ZoneId zone) {
    super(timeEncoding, stackTraces, zone);
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    String shortLogger = event.getLoggerName().replaceFirst("^.*\\.", "");
    StringBuilder line =
        new StringBuilder(256)
            .append(time(event))
            .append('\t')
            .append(event.getLevel())
            .append('\t')
            .append(shortLogger)
            .append('\t')
            .append(event.getFormattedMessage());
    Map<String, Object> pairs = pairs(event);
    error(event).ifPresent(error -> pairs.put("error", error));
    if (!pairs.isEmpty()) {
      line.append('\t').append(JsonText.of(pairs));
    }
    line.append('\n');
    stackTrace(event).ifPresent(line::append);
    return line.toString();
  }
}
