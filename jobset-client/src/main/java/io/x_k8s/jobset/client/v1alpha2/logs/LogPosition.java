package io.x_k8s.jobset.client.v1alpha2.logs;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How far a log was read. The server can be asked for lines from a certain second on, so after a
 * lost connection some lines come again; they are known by their times, and where several have the
 * same time by their number.
 */
final class LogPosition {

  private final ContainerRun run;
  private Optional<Instant> lastTime = Optional.empty();
  private int linesAtLastTime;
  private int toSkip;

  LogPosition(ContainerRun run) {
    this.run = run;
  }

  /** Time of the last line; empty if none was read. */
  Optional<Instant> lastTime() {
    return lastTime;
  }

  /** From here on lines may come that are known. */
  void begin() {
    toSkip = linesAtLastTime;
  }

  /** The line that a text of the server stands for; empty if it is known. */
  Optional<LogLine> line(String text) {
    var space = text.indexOf(' ');
    var time = time(space < 0 ? text : text.substring(0, space));
    if (time.isEmpty()) {
      // The second piece of a very long line, or something that only the node can explain.
      return Optional.of(logLine(lastTime.orElse(Instant.EPOCH), text));
    }
    return isKnown(time.get())
        ? Optional.empty()
        : Optional.of(logLine(time.get(), space < 0 ? "" : text.substring(space + 1)));
  }

  private boolean isKnown(Instant time) {
    var order = lastTime.map(time::compareTo).orElse(1);
    if (order > 0) {
      lastTime = Optional.of(time);
      linesAtLastTime = 1;
      toSkip = 0;
      return false;
    }
    if (order < 0) {
      // Clocks may be set back; but right after a reconnection, it is a line that is known.
      return toSkip > 0;
    }
    if (toSkip > 0) {
      toSkip--;
      return true;
    }
    linesAtLastTime++;
    return false;
  }

  private LogLine logLine(Instant time, String text) {
    return new LogLine(run.pod(), run.container(), run.attempt(), time, text);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
