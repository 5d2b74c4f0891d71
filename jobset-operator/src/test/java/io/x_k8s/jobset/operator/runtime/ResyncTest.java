package io.x_k8s.jobset.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResyncTest {
  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void comesAgainAndAgainUntilItIsClosed() {
    Resync resync = new Resync(Duration.ofMillis(5), rounds::incrementAndGet);
    resync.start();
    await().until(() -> rounds.get() > 3);

    resync.close();

    int last = rounds.get();
    await()
        .during(Duration.ofMillis(100))
        .until(() -> rounds.get() <= last + 1); // one may have been under way
  }

  @Test
  void takesItsTime() {
    try (Resync resync = new Resync(Duration.ofHours(10), rounds::incrementAndGet)) {
      resync.start();
      assertThat(rounds).hasValue(0);
    }
  }
}
