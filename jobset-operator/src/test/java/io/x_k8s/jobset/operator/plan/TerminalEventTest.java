package io.x_k8s.jobset.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import org.junit.jupiter.api.Test;

class TerminalEventTest {
  private static final String END = "2026-11-23T10:00:00Z";

  @Test
  void sameEndHasTheSameName() {
    assertThat(event("js", "uid-1", END)).isEqualTo(event("js", "uid-1", END));
  }

  @Test
  void anotherJobSetOrAnotherEndHasAnotherName() {
    TerminalEvent one = event("js", "uid-1", END);

    assertThat(event("js", "uid-2", END).name()).isNotEqualTo(one.name());
    assertThat(event("js", "uid-1", "2026-11-23T10:00:01Z").name()).isNotEqualTo(one.name());
  }

  @Test
  void nameIsLegalWhateverTheJobSetIsCalled() {
    String longest = "a".repeat(219) + "-" + "b".repeat(33);

    assertThat(event(longest, "uid", END).name())
        .hasSizeLessThanOrEqualTo(253)
        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  }

  @Test
  void tellsWhatTheConditionSays() {
    assertThat(event("js", "uid", END).event())
        .isEqualTo(PlannedEvent.warning("FailedJobs", "jobset failed (first failed job: js-w-0)"));
  }

  @Test
  void unfinishedJobSetHasNone() {
    JobSet running = jobSet("js", "uid").withNewStatus().endStatus().build();

    assertThat(TerminalEvent.of(running, running.getStatus())).isEmpty();
  }

  private static TerminalEvent event(String name, String uid, String end) {
    JobSet failed =
        jobSet(name, uid)
            .withNewStatus()
            .withConditions(
                new ConditionBuilder()
                    .withType(JobSetConditions.FAILED)
                    .withStatus("True")
                    .withReason("FailedJobs")
                    .withMessage("jobset failed (first failed job: js-w-0)")
                    .withLastTransitionTime(end)
                    .build())
            .endStatus()
            .build();
    return TerminalEvent.of(failed, failed.getStatus()).orElseThrow();
  }

  private static JobSetBuilder jobSet(String name, String uid) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("ns")
        .withUid(uid)
        .endMetadata();
  }
}
