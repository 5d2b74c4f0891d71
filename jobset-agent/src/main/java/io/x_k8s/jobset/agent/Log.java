package io.x_k8s.jobset.agent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lines on the standard error stream, beside those of the worker. */
final class Log {
  private Log() {}

  static void line(String text) {
    System.err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " jobset-agent: " + text);
  }
}
