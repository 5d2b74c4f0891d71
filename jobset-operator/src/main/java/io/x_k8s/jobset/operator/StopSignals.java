package io.x_k8s.jobset.operator;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * What SIGTERM and SIGINT do: the first asks for a clean stop, the second, of somebody who cannot
 * wait for that, ends the process at once with exit code 1. A shutdown hook could not do it: the
 * JVM takes no notice of signals while its hooks run.
 */
final class StopSignals {
  private static final List<String> SIGNALS = List.of("TERM", "INT");
  private static final int ENDED_AT_ONCE = 1;

  private StopSignals() {}

  /**
   * Runs something when the first signal comes, on a thread of its own; then the process ends with
   * exit code 0.
   */
  static void onFirst(Runnable stop) {
    AtomicBoolean stopping = new AtomicBoolean();
    for (String name : SIGNALS) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (stopping.getAndSet(true)) {
              Runtime.getRuntime().halt(ENDED_AT_ONCE);
            }
            stop.run();
            System.exit(0);
          });
    }
  }
}
