package io.x_k8s.jobset.agent;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to bear what somebody has to put right: objects of one manifest are not all made at
 * once, but waiting for ever would hide a mistake.
 */
final class Patience {
  private final Duration limit;
  private final LongSupplier nanoTime;
  private boolean bearing;
  private long since;

  Patience(Duration limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  /** Whether it has been borne for too long; the first time it is told and begins to count. */
  boolean isOver(String trouble) {
    if (!bearing) {
      bearing = true;
      since = nanoTime.getAsLong();
      Log.line(trouble + "; waiting up to " + limit.toSeconds() + " s for that to change");
    }
    return nanoTime.getAsLong() - since >= limit.toNanos();
  }

  /** All is well again. */
  void forget() {
    bearing = false;
  }
}
