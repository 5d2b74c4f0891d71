package io.x_k8s.jobset.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final AtomicLong now = new AtomicLong();
  private final Patience patience = new Patience(Duration.ofNanos(10), now::get);

  @Test
  void itIsOverWhenATroubleLasts() {
    assertThat(patience.isOver("trouble")).isFalse();
    now.set(9);
    assertThat(patience.isOver("trouble")).isFalse();
    now.set(10);
    assertThat(patience.isOver("trouble")).isTrue();
  }

  @Test
  void itBeginsAnewAfterAllWasWell() {
    patience.isOver("trouble");
    now.set(10);
    patience.forget();

    assertThat(patience.isOver("trouble")).isFalse();
  }
}
