package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.JobSetStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class ManagedByIT {
  private static final String OTHER = "example.com/other-controller";

  @Test
  @Tag("controller:M-001")
  @Tag("controller:M-002")
  @Tag("controller:M-003")
  void jobSetOfAnotherControllerIsLeftAlone(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withManagedBy(OTHER).withSuspend(true)));
    consistently(() -> assertThat(namespace.jobs()).isEmpty());

    namespace.change(jobSet -> jobSet.getSpec().setSuspend(false));

    consistently(() -> assertThat(namespace.jobs()).isEmpty());

    JobSetStatus mirrored =
        new JobSetStatusBuilder()
            .withRestarts(2)
            .withRestartsCountTowardsMax(2)
            .addNewReplicatedJobsStatus()
            .withName(A)
            .withReady(7)
            .endReplicatedJobsStatus()
            .build();
    namespace.changeStatus(
        status -> {
          status.setRestarts(mirrored.getRestarts());
          status.setRestartsCountTowardsMax(mirrored.getRestartsCountTowardsMax());
          status.setReplicatedJobsStatus(mirrored.getReplicatedJobsStatus());
        });

    consistently(() -> assertThat(namespace.jobSet().getStatus()).isEqualTo(mirrored));
    assertThat(namespace.proxy().requests(ApiRequest::isWrite)).isEmpty();
    assertThat(namespace.services()).isEmpty();
  }

  @Test
  @Tag("controller:M-004")
  void jobSetThatNamesThisControllerIsOurs(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withManagedBy("jobset.sigs.k8s.io/jobset-controller")));

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": "));
  }

  /** Section 24, no. 21. */
  @Test
  void timeToLiveAppliesToOtherControllersJobSetsToo(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withManagedBy(OTHER).withTtlSecondsAfterFinished(1)));
    Condition completed =
        new ConditionBuilder()
            .withType("Completed")
            .withStatus("True")
            .withReason("AllJobsCompleted")
            .withMessage("done elsewhere")
            .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .build();
    consistently(
        () -> assertThat(namespace.jobSet().getMetadata().getDeletionTimestamp()).isNull());

    namespace.changeStatus(status -> status.setConditions(List.of(completed)));

    eventually(
        () -> assertThat(namespace.jobSet().getMetadata().getDeletionTimestamp()).isNotNull());
  }
}
