package io.x_k8s.jobset.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.plan.StatusWrite;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StatusPacingTest {
  private static final JobSet ONE = jobSet("one");
  private static final JobSet OTHER = jobSet("other");

  private final AtomicLong time = new AtomicLong();
  private final StatusPacing pacing = new StatusPacing(time::get);

  @Test
  void theFirstWriteDoesNotWait() {
    assertThat(pacing.wait(ONE, write(true))).isEmpty();
  }

  @Test
  void progressWaitsForTheRestOfTheSecond() {
    pacing.written(ONE, write(true));
    time.addAndGet(Duration.ofMillis(300).toNanos());

    assertThat(pacing.wait(ONE, write(true))).contains(Duration.ofMillis(700));
    assertThat(pacing.wait(OTHER, write(true))).as("others are not held up").isEmpty();

    time.addAndGet(Duration.ofMillis(700).toNanos());
    assertThat(pacing.wait(ONE, write(true))).isEmpty();
  }

  @Test
  void decisionsNeverWait() {
    pacing.written(ONE, write(true));

    assertThat(pacing.wait(ONE, write(false))).isEmpty();
  }

  @Test
  void theLongerCountsKeepChangingTheLongerTheyWait() {
    pacing.written(ONE, write(false));
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Duration pause = pacing.wait(ONE, write(true)).orElseThrow();
      pauses.add(pause.toSeconds());
      time.addAndGet(pause.toNanos());
      pacing.written(ONE, write(true));
    }

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 8L, 8L);
  }

  @Test
  void afterAQuietTimeOrADecisionTheyWaitForASecondAgain() {
    pacing.written(ONE, write(true));
    pacing.wait(ONE, write(true));
    pacing.written(ONE, write(true));
    assertThat(pacing.wait(ONE, write(true))).contains(Duration.ofSeconds(2));
    pacing.written(ONE, write(false));
    assertThat(pacing.wait(ONE, write(true))).as("a decision").contains(Duration.ofSeconds(1));

    pacing.written(ONE, write(true));
    time.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(pacing.wait(ONE, write(true))).isEmpty();
    pacing.written(ONE, write(true));
    assertThat(pacing.wait(ONE, write(true))).as("a quiet time").contains(Duration.ofSeconds(1));
  }

  @Test
  void aForgottenJobSetStartsAnew() {
    pacing.written(ONE, write(true));
    pacing.forget("one");

    assertThat(pacing.wait(ONE, write(true))).isEmpty();
  }

  private static StatusWrite write(boolean countsOnly) {
    return new StatusWrite(new JobSetStatus(), List.of(), Optional.empty(), countsOnly);
  }

  private static JobSet jobSet(String uid) {
    return new JobSetBuilder().withNewMetadata().withUid(uid).endMetadata().build();
  }
}
