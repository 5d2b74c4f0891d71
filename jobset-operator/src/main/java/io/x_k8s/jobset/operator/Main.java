package io.x_k8s.jobset.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.x_k8s.jobset.operator.config.CommandLine;
import io.x_k8s.jobset.operator.config.ConfigurationException;
import io.x_k8s.jobset.operator.config.OperatorOptions;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator and runs it until the process is asked to end. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /**
   * Exit codes: 0 after a clean stop, 1 when it cannot start or is told twice to stop, 2 for wrong
   * usage.
   *
   * @param args the flags that {@code --help} lists
   */
  public static void main(String[] args) {
    try {
      CommandLine commandLine = CommandLine.parse(args);
      if (commandLine.asksForHelp()) {
        System.out.print(CommandLine.help());
        return;
      }
      LoggingSetup.configure(commandLine.logging());
      run(commandLine.options());
    } catch (ConfigurationException e) {
      System.err.println(e.getMessage());
      System.exit(e.exitCode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.error("The operator cannot start: {}", e.getMessage(), e);
      System.exit(1);
    }
  }

  private static void run(OperatorOptions options) throws Exception {
    LOG.info("configuration loaded:\n{}", options.configuration().toYaml());
    Operator operator = new Operator(options.configuration(), cluster(options));
    StopSignals.onFirst(
        () -> {
          LOG.info("Stopping: finishing what is in flight");
          operator.close();
          LOG.info("Stopped");
        });
    operator.start();
    new CountDownLatch(1).await(); // the end comes by a signal
  }

  private static Config cluster(OperatorOptions options) {
    return options
        .kubeconfig()
        .map(path -> Config.fromKubeconfig(path.toFile()))
        .orElseGet(() -> new ConfigBuilder().build());
  }
}
