package io.x_k8s.jobset.operator.runtime;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final FakeTime time = new FakeTime();

  @Test
  void burstPassesAtOnceAndTheRestWaitsItsTurn() {
    RateLimiter limiter = new RateLimiter(10, 3, time);

    assertThat(reserveMillis(limiter)).isZero();
    assertThat(reserveMillis(limiter)).isZero();
    assertThat(reserveMillis(limiter)).isZero();
    assertThat(reserveMillis(limiter)).isEqualTo(100);
    assertThat(reserveMillis(limiter)).isEqualTo(200);
    time.pass(ofMillis(150));
    assertThat(reserveMillis(limiter)).isEqualTo(150);
  }

  @Test
  void unusedTimeSavesNoMoreThanTheBurst() {
    RateLimiter limiter = new RateLimiter(10, 2, time);
    time.pass(ofSeconds(100));

    assertThat(reserveMillis(limiter)).isZero();
    assertThat(reserveMillis(limiter)).isZero();
    assertThat(reserveMillis(limiter)).isEqualTo(100);
  }

  @Test
  void negativeRateIsNoLimit() {
    RateLimiter limiter = new RateLimiter(-1, 1, time);

    for (int i = 0; i < 1000; i++) {
      assertThat(limiter.reserve()).isZero();
    }
  }

  @Test
  void acquireWaits() throws InterruptedException {
    RateLimiter limiter = new RateLimiter(100, 1);
    long start = System.nanoTime();
    for (int i = 0; i < 6; i++) {
      limiter.acquire();
    }

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(ofMillis(50).toNanos());
  }

  @Test
  void limitThatLetsNothingPassIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RateLimiter(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new RateLimiter(1, 0));
  }

  private static long reserveMillis(RateLimiter limiter) {
    return Math.round(limiter.reserve() / 1e6);
  }
}
