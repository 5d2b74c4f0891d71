package io.x_k8s.jobset.e2e.operator;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.core.ThrowingRunnable;

/** Says when something must hold. The deadlines are generous: a busy machine is no failure. */
final class Waiting {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(40);

  /** How long "nothing happens" is watched; the operator reacts within some 100 ms. */
  private static final Duration WHILE = Duration.ofMillis(1200);

  private Waiting() {}

  /** It holds now or soon. */
  static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .pollInSameThread()
        .untilAsserted(assertion);
  }

  /** The value, once it has not changed for a while. */
  static <T> T settled(Supplier<T> value) {
    AtomicReference<T> last = new AtomicReference<>(value.get());
    await()
        .atMost(PATIENCE)
        .during(WHILE)
        .pollInterval(POLL)
        .pollInSameThread()
        .until(
            () -> {
              T now = value.get();
              return now.equals(last.getAndSet(now));
            });
    return last.get();
  }

  /** It holds now and for a while. */
  static void consistently(ThrowingRunnable assertion) {
    consistently(WHILE, assertion);
  }

  static void consistently(Duration time, ThrowingRunnable assertion) {
    long end = System.nanoTime() + time.toNanos();
    await()
        .atMost(time.plus(PATIENCE))
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL.multipliedBy(2))
        .pollInSameThread()
        .until(
            () -> {
              try {
                assertion.run();
              } catch (Exception | Error e) {
                throw e;
              } catch (Throwable e) {
                throw new IllegalStateException(e);
              }
              return System.nanoTime() > end;
            });
  }
}
