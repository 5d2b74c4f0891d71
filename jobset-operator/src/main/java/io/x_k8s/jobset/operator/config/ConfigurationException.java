package io.x_k8s.jobset.operator.config;

/**
 * The operator cannot be started as it was asked to. The message is the full text for the user:
 * what was wrong, where, and what to do; print it as it is, without a stack trace.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int CONFIGURATION = 1;
  private static final int USAGE = 2;

  private final int exitCode;

  private ConfigurationException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The configuration file, or what it says, cannot be used. Exit code 1. */
  static ConfigurationException configuration(String message) {
    return new ConfigurationException(message, CONFIGURATION);
  }

  /** The command line cannot be understood. Exit code 2, as of Go's flag package. */
  static ConfigurationException usage(String message) {
    return new ConfigurationException(message, USAGE);
  }

  /** The status to end the process with: 2 if the command line is wrong, else 1. */
  public int exitCode() {
    return exitCode;
  }
}
