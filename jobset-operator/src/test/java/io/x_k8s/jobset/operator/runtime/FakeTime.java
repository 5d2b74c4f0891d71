package io.x_k8s.jobset.operator.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A monotonic and a wall clock that stand still until they are moved. */
final class FakeTime implements LongSupplier, InstantSource {
  // Just before the overflow: code that compares monotonic times wrongly fails at once.
  private static final long START = Long.MAX_VALUE - 1000;

  private volatile long passed;

  void pass(Duration time) {
    passed += time.toNanos();
  }

  @Override
  public long getAsLong() {
    return START + passed;
  }

  @Override
  public Instant instant() {
    return Instant.parse("2026-01-02T03:04:05.123456789Z").plusNanos(passed);
  }
}
