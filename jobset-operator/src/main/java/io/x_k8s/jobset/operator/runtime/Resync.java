package io.x_k8s.jobset.operator.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has everything looked at again now and then, although nothing tells that it has changed. Watches
 * that resume after the last event leave nothing to find; it bounds how long a mistake of theirs,
 * or a clock that was set, can last, and a pass with nothing to do costs no request.
 */
public final class Resync implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Resync.class);
  private static final double JITTER = 0.1;

  private final Duration period;
  private final Runnable resync;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param period about how often; up to a tenth is added by chance
   * @param resync puts everything into the queue
   */
  public Resync(Duration period, Runnable resync) {
    this.period = period;
    this.resync = resync;
  }

  /** Begins to count. May be called once. */
  public void start() {
    Thread.ofVirtual().name("resync").start(this::run);
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      while (!closed.await(next(), TimeUnit.NANOSECONDS)) {
        LOG.debug("Everything is looked at again");
        resync.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long next() {
    return (long) (period.toNanos() * (1 + ThreadLocalRandom.current().nextDouble(JITTER)));
  }
}
