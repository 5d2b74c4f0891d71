package io.x_k8s.jobset.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.agent.Barrier.Step;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BarrierTest {

  @Test
  @Tag("controller:A-001")
  void theFirstAttemptIsZero() {
    assertThat(Barrier.AT_START.next(jobSet(null, null))).isEqualTo(new Step.Claim(0));
    assertThat(barrier(0, true).next(jobSet(null, null))).isEqualTo(new Step.Nothing());
  }

  @Test
  @Tag("controller:A-002")
  void anAgentThatStartsBeginsAfterTheCurrentAttempt() {
    assertThat(Barrier.AT_START.next(jobSet(0, null))).isEqualTo(new Step.Claim(1));
  }

  @Test
  @Tag("controller:A-003")
  void soDoesOneAfterFurtherRestarts() {
    assertThat(Barrier.AT_START.next(jobSet(1, 0))).isEqualTo(new Step.Claim(2));
  }

  @Test
  @Tag("controller:A-004")
  void anAgentThatStartsDuringARestartIsNotOutdated() {
    assertThat(Barrier.AT_START.next(jobSet(0, 0))).isEqualTo(new Step.Claim(1));
    assertThat(barrier(1, true).next(jobSet(0, 0))).isEqualTo(new Step.Nothing());
  }

  @Test
  @Tag("controller:A-005")
  void anOutdatedAgentEnds() {
    assertThat(barrier(0, true).next(jobSet(0, 0))).isEqualTo(new Step.Restart());
    assertThat(barrier(0, false).next(jobSet(0, 0))).isEqualTo(new Step.Restart());
    assertThat(barrier(0, false).next(jobSet(2, 1))).isEqualTo(new Step.Restart());
  }

  @Test
  @Tag("controller:A-006")
  void theWorkerBeginsWhenTheOwnAttemptIsTheCurrentOne() {
    assertThat(barrier(0, true).next(jobSet(0, null))).isEqualTo(new Step.Lower());
    assertThat(barrier(0, true).lowered().next(jobSet(0, null))).isEqualTo(new Step.Nothing());
  }

  @Test
  @Tag("controller:A-007")
  void itBeginsAgainAfterARestart() {
    assertThat(barrier(1, true).next(jobSet(1, 0))).isEqualTo(new Step.Lower());
  }

  @Test
  @Tag("controller:A-008")
  @Tag("controller:A-009")
  @Tag("controller:A-014")
  void aWorkerAtWorkIsNotStartedASecondTime() {
    assertThat(barrier(0, false).next(jobSet(0, null))).isEqualTo(new Step.Nothing());
    assertThat(barrier(1, false).next(jobSet(1, 0))).isEqualTo(new Step.Nothing());
  }

  @Test
  @Tag("controller:A-010")
  @Tag("controller:A-011")
  void withoutInPlaceRestartsTheWorkerBeginsAtOnceAndOnce() {
    JobSetState bypassed = new JobSetState(true, OptionalInt.of(4), OptionalInt.of(4));

    assertThat(Barrier.AT_START.next(bypassed)).isEqualTo(new Step.Lower());
    assertThat(Barrier.AT_START.lowered().next(bypassed)).isEqualTo(new Step.Nothing());
    assertThat(barrier(0, false).next(bypassed)).isEqualTo(new Step.Nothing());
  }

  @Test
  void anAgentThatComesBackIntoPlayTellsItsAttempt() {
    assertThat(Barrier.AT_START.lowered().next(jobSet(2, 1))).isEqualTo(new Step.Claim(3));
  }

  @Test
  @Tag("controller:A-015")
  void anAttemptThatCouldNotBeToldIsStillToBeTold() {
    Barrier barrier = Barrier.AT_START;

    assertThat(barrier.next(jobSet(null, null))).isEqualTo(new Step.Claim(0));
    assertThat(barrier.next(jobSet(0, null)))
        .as("it follows the JobSet")
        .isEqualTo(new Step.Claim(1));
  }

  private static Barrier barrier(int attempt, boolean up) {
    return new Barrier(OptionalInt.of(attempt), up);
  }

  private static JobSetState jobSet(Integer current, Integer previous) {
    return new JobSetState(false, optional(current), optional(previous));
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
