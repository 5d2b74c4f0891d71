package io.x_k8s.jobset.operator;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.x_k8s.jobset.operator.config.LoggingOptions.StackTraces;
import io.x_k8s.jobset.operator.config.TimeEncoding;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One JSON object per line, under the names that Kubernetes controllers written in Go use, so that
 * log pipelines need no change: {@code level}, {@code ts}, {@code logger}, {@code msg}, the pairs,
 * {@code error}, {@code stacktrace}.
 */
final class JsonLogLayout extends LogLayout {
  JsonLogLayout(TimeEncoding timeEncoding, StackTraces stackTraces, ZoneId zone) {
    super(timeEncoding, stackTraces, zone);
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    line.put("ts", time(event));
    line.put("logger", event.getLoggerName());
    line.put("msg", event.getFormattedMessage());
    pairs(event).forEach(line::putIfAbsent);
    error(event).ifPresent(error -> line.put("error", error));
    stackTrace(event).ifPresent(trace -> line.put("stacktrace", trace));
    return JsonText.of(line) + "\n";
  }
}
