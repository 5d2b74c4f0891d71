package io.x_k8s.jobset.operator.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the command line says. The flags are those of the original controller, in the style of Go:
 * one or two dashes, {@code --flag=value} or {@code --flag value}, a boolean flag alone means true,
 * the last of several wins.
 *
 * <p>The way to start:
 *
 * <pre>{@code
 * CommandLine commandLine = CommandLine.parse(args);
 * if (commandLine.asksForHelp()) { … CommandLine.help() … }
 * … set up logging by commandLine.logging() …
 * OperatorOptions options = commandLine.options();
 * }</pre>
 */
public final class CommandLine {
  private final boolean help;
  private final Optional<Path> configurationFile;
  private final Optional<Path> kubeconfig;
  private final LoggingOptions logging;
  private final UnaryOperator<Configuration> overrides;

  CommandLine(
      boolean help,
      Optional<Path> configurationFile,
      Optional<Path> kubeconfig,
      LoggingOptions logging,
      UnaryOperator<Configuration> overrides) {
    this.help = help;
    this.configurationFile = configurationFile;
    this.kubeconfig = kubeconfig;
    this.logging = logging;
    this.overrides = overrides;
  }

  /**
   * Reads the arguments of {@code main}. Reads no file yet.
   *
   * @throws ConfigurationException with exit code 2 for an unknown flag, a missing or bad value, or
   *     anything that is no flag
   */
  public static CommandLine parse(String... arguments) {
    return new CommandLineParser().parse(arguments);
  }

  /** The text of {@code --help}, ending in a line break. */
  public static String help() {
    return Flag.help();
  }

  /** Whether the user asked for {@link #help} instead of a start. */
  public boolean asksForHelp() {
    return help;
  }

  /** How to log; known before {@link #options} reads the file, so that logging is ready by then. */
  public LoggingOptions logging() {
    return logging;
  }

  /**
   * Reads the configuration file, if there is one, and puts the given flags over it.
   *
   * @throws ConfigurationException with exit code 1 if the file cannot be read or used
   */
  public OperatorOptions options() {
    Configuration fromFile =
        configurationFile.map(ConfigurationFile::load).orElse(Configuration.DEFAULTS);
    Configuration configuration = overrides.apply(fromFile);
    Problems problems = new Problems();
    configuration.validate(problems);
    problems.throwIfAny("configuration that the command line flags lead to");
    return new OperatorOptions(configuration, kubeconfig, logging);
  }
}
