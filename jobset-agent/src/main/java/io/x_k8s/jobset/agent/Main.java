package io.x_k8s.jobset.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import sun.misc.Signal;

/** Starts the agent. It is configured by environment variables alone; see {@link Settings}. */
public final class Main {
  private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  /** Not for users: tests have neither that folder nor that much time. */
  private static final String SERVICE_ACCOUNT_PROPERTY = "jobset.agent.serviceAccount";

  private static final String PATIENCE_PROPERTY = "jobset.agent.patienceSeconds";

  private Main() {}

  /**
   * Runs until the worker ends, a restart is due, or a signal comes; see {@link Ending}.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    Ending ending = new Ending(System::exit);
    for (String signal : new String[] {"TERM", "INT", "HUP"}) {
      Signal.handle(new Signal(signal), got -> ending.signal(got.getName(), got.getNumber()));
    }
    ending.fail(run(ending));
  }

  /** Works for as long as the agent can, and tells why it no longer can. */
  private static String run(Ending ending) {
    try {
      Settings settings = Settings.of(System.getenv());
      ServiceAccount account =
          new ServiceAccount(
              Path.of(System.getProperty(SERVICE_ACCOUNT_PROPERTY, SERVICE_ACCOUNT)));
      account.check();
      ApiServer server = new ApiServer(settings, account, account.namespace());
      Duration patience = Duration.ofSeconds(Long.getLong(PATIENCE_PROPERTY, 60));
      return new Agent(settings, server, ending, patience, System::nanoTime).run();
    } catch (SettingsException | IOException e) {
      return e.getMessage();
    } catch (RuntimeException e) {
      return "unexpected: " + e;
    }
  }
}
