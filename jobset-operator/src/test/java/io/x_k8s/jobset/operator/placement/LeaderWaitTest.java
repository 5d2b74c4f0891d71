package io.x_k8s.jobset.operator.placement;

import static io.x_k8s.jobset.operator.placement.Pods.SINCE;
import static io.x_k8s.jobset.operator.placement.Pods.finished;
import static io.x_k8s.jobset.operator.placement.Pods.follower;
import static io.x_k8s.jobset.operator.placement.Pods.leader;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.plan.PlannedEvent;
import io.x_k8s.jobset.operator.plan.PodRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderWaitTest {
  private static final PodRecord WAITING = leader("xyz", "");

  @Test
  void followersWaitForALeaderWithoutANode() {
    assertThat(LeaderWait.of(List.of(WAITING)).orElseThrow().leader()).isEqualTo(WAITING);
    assertThat(LeaderWait.of(List.of(leader("xyz", "node-a")))).isEmpty();
    assertThat(LeaderWait.of(List.of(finished(WAITING)))).isEmpty();
    assertThat(LeaderWait.of(List.of(follower(1, "zone-a")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,10", "4,6", "10,0", "3600,0", "-5,10"})
  void onlyALongWaitIsTold(long secondsSince, long secondsLeft) {
    assertThat(waiting().untilTold(SINCE.plusSeconds(secondsSince)))
        .isEqualTo(Duration.ofSeconds(secondsLeft));
  }

  @Test
  void theEventSaysWhatTheSchedulerSays() {
    assertThat(waiting().event(List.of(WAITING)))
        .isEqualTo(
            PlannedEvent.warning(
                "WaitingForLeaderPod",
                "waiting for leader Pod js-rjob-0-0-xyz: Unschedulable: 0/8 nodes"));
  }

  @Test
  void theEventCountsTheOthersThatWait() {
    List<PodRecord> leaders =
        List.of(
            WAITING,
            leader("js-rjob-1-0-a", "u2", ""),
            leader("js-rjob-2-0-b", "u3", ""),
            leader("js-rjob-3-0-c", "u4", "node-a"),
            finished(leader("js-rjob-4-0-d", "u5", "")));

    assertThat(waiting().event(leaders).note())
        .isEqualTo(
            "waiting for leader Pod js-rjob-0-0-xyz and those of 2 other Jobs: Unschedulable: 0/8 nodes");
  }

  private static LeaderWait waiting() {
    return LeaderWait.of(List.of(WAITING)).orElseThrow();
  }
}
