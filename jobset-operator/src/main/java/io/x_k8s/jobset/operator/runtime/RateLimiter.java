package io.x_k8s.jobset.operator.runtime;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A token bucket: it refills with a steady rate, and an unused stretch lets at most {@code burst}
 * calls pass at once. Waiting blocks only the calling (virtual) thread; first come, first served.
 */
public final class RateLimiter {
  private final double nanosPerToken;
  private final double burst;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition never = lock.newCondition();
  private double tokens;
  private long refilledAt;

  /**
   * @param perSecond tokens per second; negative for no limit
   * @param burst capacity, at least 1
   */
  public RateLimiter(double perSecond, int burst) {
    this(perSecond, burst, System::nanoTime);
  }

  RateLimiter(double perSecond, int burst, LongSupplier nanoTime) {
    if (perSecond == 0 || burst < 1) {
      throw new IllegalArgumentException(
          "a rate of %s per second with burst %d lets nothing pass".formatted(perSecond, burst));
    }
    this.nanosPerToken = perSecond < 0 ? 0 : 1e9 / perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.refilledAt = nanoTime.getAsLong();
  }

  /** Takes a token, waiting for it if need be. */
  public void acquire() throws InterruptedException {
    long wait = reserve();
    if (wait <= 0) {
      return;
    }
    lock.lock();
    try {
      while (wait > 0) {
        wait = never.awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next token and says in how many nanoseconds it will be there. */
  long reserve() {
    lock.lock();
    try {
      if (nanosPerToken == 0) {
        return 0;
      }
      long now = nanoTime.getAsLong();
      tokens = Math.min(burst, tokens + (now - refilledAt) / nanosPerToken) - 1;
      refilledAt = now;
      return tokens >= 0 ? 0 : (long) Math.ceil(-tokens * nanosPerToken);
    } finally {
      lock.unlock();
    }
  }
}
