package io.x_k8s.jobset.operator.admission;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many bytes of request bodies are in memory at the same time, however many clients
 * there are. A body is counted as it arrives, so that a client who only promises a large one holds
 * nothing.
 */
final class MemoryBudget {
  private static final int UNIT = 1024;

  private final Semaphore units;
  private final Duration patience;

  /**
   * @param bytes how many there may be; rounded down to 1 KiB
   * @param patience how long to wait for others to give theirs back
   */
  MemoryBudget(long bytes, Duration patience) {
    this.units = new Semaphore(Math.toIntExact(bytes / UNIT), true);
    this.patience = patience;
  }

  /** Nothing yet, for one body. */
  Share share() {
    return new Share();
  }

  /** What one body holds, until it is closed. For one thread. */
  final class Share implements AutoCloseable {
    private int held;

    /**
     * Makes sure that this share is enough for a body of this size.
     *
     * @return whether it is; if not, too much is in memory
     */
    boolean growTo(int bytes) throws InterruptedException {
      int missing = Math.ceilDiv(bytes, UNIT) - held;
      if (missing > 0) {
        if (!units.tryAcquire(missing, patience.toNanos(), TimeUnit.NANOSECONDS)) {
          return false;
        }
        held += missing;
      }
      return true;
    }

    @Override
    public void close() {
      units.release(held);
      held = 0;
    }
  }
}
