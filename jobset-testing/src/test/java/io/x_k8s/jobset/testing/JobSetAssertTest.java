package io.x_k8s.jobset.testing;

import static io.x_k8s.jobset.testing.JobSetAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobSetAssertTest {

  private static final JobSet NEW =
      new JobSetBuilder().withNewMetadata().withName("training").endMetadata().build();

  private static final JobSet FAILED =
      NEW.edit()
          .withNewStatus()
          .withTerminalState(TerminalState.FAILED)
          .withRestarts(2)
          .withRestartsCountTowardsMax(1)
          .addNewCondition()
          .withType(JobSetConditions.FAILED)
          .withStatus("True")
          .withReason("FailedJobs")
          .withMessage("one failed")
          .endCondition()
          .addNewReplicatedJobsStatus()
          .withName("workers")
          .withSucceeded(2)
          .withFailed(1)
          .withJobRestarts(0, 1, 0)
          .endReplicatedJobsStatus()
          .endStatus()
          .build();

  @Test
  void acceptsWhatHolds() {
    assertThat(NEW)
        .isNotFinished()
        .isNotSuspended()
        .isNotRestarting()
        .hasRestarts(0)
        .hasNoCondition(JobSetConditions.FAILED)
        .hasCounts();
    assertThat(FAILED)
        .isFailed()
        .isFailed("FailedJobs")
        .hasMessage(JobSetConditions.FAILED, "one failed")
        .hasRestarts(2)
        .hasRestarts(2, 1)
        .hasJobRestarts("workers", List.of(0, 1, 0), null)
        .hasCounts("workers: succeeded 2, failed 1");
  }

  @Test
  void saysWhatDoesNotHold() {
    refuses(() -> assertThat(NEW).isFailed(), "terminalState of JobSet training");
    refuses(() -> assertThat(NEW).isSuspended(), "status of Suspended of JobSet training");
    refuses(() -> assertThat(NEW).isRestarting(), "RestartingJobSet");
    refuses(() -> assertThat(FAILED).isCompleted(), "Completed");
    refuses(() -> assertThat(FAILED).isNotFinished(), "terminalState of JobSet training");
    refuses(() -> assertThat(FAILED).isFailed("Other"), "FailedJobs");
    refuses(() -> assertThat(FAILED).hasMessage(JobSetConditions.FAILED, "two"), "one failed");
    refuses(() -> assertThat(FAILED).hasNoCondition(JobSetConditions.FAILED), "conditions");
    refuses(() -> assertThat(FAILED).hasRestarts(1), "restarts of JobSet training");
    refuses(() -> assertThat(FAILED).hasRestarts(2, 2), "restartsCountTowardsMax");
    refuses(() -> assertThat(FAILED).hasCounts("workers: failed 1"), "succeeded 2, failed 1");
    refuses(
        () -> assertThat(FAILED).hasJobRestarts("workers", List.of(1, 0, 0), null),
        "replicatedJobsStatus");
    refuses(() -> assertThat((JobSet) null).isNotFinished(), "not to be null");
  }

  private static void refuses(Runnable assertion, String says) {
    assertThatThrownBy(assertion::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(says);
  }
}
