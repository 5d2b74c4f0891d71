package io.x_k8s.jobset.operator.config;

import java.util.Optional;

/**
 * How to log: the {@code --zap-*} flags.
 *
 * @param encoder form of a line
 * @param verbosity what is shown: {@value #ERRORS_ONLY} errors only, {@value #INFO} information
 *     too, {@value #DEBUG} and more also the finer lines, up to that verbosity
 * @param stackTraces from which level on an exception is shown with its stack trace
 * @param timeEncoding how the time is shown
 */
public record LoggingOptions(
    Encoder encoder, int verbosity, StackTraces stackTraces, TimeEncoding timeEncoding) {
  /** Verbosity of {@code --zap-log-level=error}. */
  public static final int ERRORS_ONLY = -1;

  /** Verbosity of {@code --zap-log-level=info}. */
  public static final int INFO = 0;

  /** Verbosity of {@code --zap-log-level=debug}, the same as 1. */
  public static final int DEBUG = 1;

  /** Development mode, which holds without flags: text, debug, stack traces from warnings on. */
  public static final LoggingOptions DEFAULTS =
      of(true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The form of a log line. */
  public enum Encoder {
    /** Text for people. */
    CONSOLE,
    /** One JSON object per line. */
    JSON
  }

  /** The level from which on stack traces are shown. */
  public enum StackTraces {
    /** From information on: always. */
    INFO,
    /** From warnings on. */
    WARN,
    /** For errors. */
    ERROR,
    /** Never, as nothing in Java logs a panic. */
    PANIC
  }

  /**
   * The options after the flags; what is empty depends on the mode.
   *
   * @param development true: console, debug, stack traces from warnings on; false: JSON,
   *     information, stack traces for errors
   */
  static LoggingOptions of(
      boolean development,
      Optional<Encoder> encoder,
      Optional<Integer> verbosity,
      Optional<StackTraces> stackTraces,
      Optional<TimeEncoding> timeEncoding) {
    return new LoggingOptions(
        encoder.orElse(development ? Encoder.CONSOLE : Encoder.JSON),
        verbosity.orElse(development ? DEBUG : INFO),
        stackTraces.orElse(development ? StackTraces.WARN : StackTraces.ERROR),
        timeEncoding.orElse(TimeEncoding.RFC3339));
  }
}
