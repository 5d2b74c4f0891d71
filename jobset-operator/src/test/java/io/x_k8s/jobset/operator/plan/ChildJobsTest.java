package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.JobSets.restarts;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChildJobsTest {

  @Test
  @Tag("controller:B-001")
  void aCompleteJobIsSuccessful() {
    assertThat(bucketOf(Scene.of(JobSets.f1()), job(A, 0).succeededFinally()))
        .isEqualTo("successful");
  }

  @Test
  @Tag("controller:B-002")
  void aFailedJobIsFailed() {
    assertThat(bucketOf(Scene.of(JobSets.f1()), job(A, 0).failed())).isEqualTo("failed");
  }

  @Test
  @Tag("controller:B-003")
  void aJobWithoutConditionsIsActive() {
    assertThat(bucketOf(Scene.of(JobSets.f1()), job(A, 0))).isEqualTo("active");
  }

  @Test
  @Tag("controller:B-004")
  void aJobThatOnlyReportsSuspensionIsActive() {
    assertThat(bucketOf(Scene.of(JobSets.f1()), job(A, 0).reportedSuspended())).isEqualTo("active");
  }

  @Test
  @Tag("controller:B-007")
  void aFailureOfAnEarlierAttemptIsNotCountedAgain() {
    Scene scene = Scene.of(restarted(1)).with(job(A, 0).attempt(0).failed());

    assertThat(bucketOf(scene)).isEqualTo("previous");
    assertThat(scene.plan().status().getRestarts()).isEqualTo(1);
    assertThat(scene.plan().condition("Failed")).isEmpty();
  }

  @Test
  @Tag("controller:B-008")
  void aJobOfALaterAttemptIsCurrent() {
    assertThat(bucketOf(Scene.of(restarted(1)), job(A, 0).attempt(2))).isEqualTo("active");
  }

  @Test
  @Tag("controller:B-009")
  void aJobWhoseAttemptNobodyCanReadIsMadeAnewAndTheOthersRunOn() {
    PlannedPass pass =
        Scene.of(JobSets.f1())
            .with(job(A, 0).ready(), job(B, 0).attemptUnreadable().ready(), job(B, 1).ready())
            .plan();

    assertThat(pass.deleted()).containsExactly("test-js-replicated-job-b-0");
    assertThat(pass.created()).containsExactly("test-js-replicated-job-b-2");
    assertThat(pass.counts(B).getReady()).isEqualTo(1);
    assertThat(pass.plan().problem()).isEmpty();
    assertThat(pass.events())
        .anySatisfy(
            event -> {
              assertThat(event.type()).isEqualTo(PlannedEvent.Type.WARNING);
              assertThat(event.note())
                  .contains("test-js-replicated-job-b-0", "restart-attempt", "made anew");
            });
  }

  @Test
  void aJobThatCannotBeReadIsNotReportedAgainWhileItIsBeingDeleted() {
    PlannedPass pass =
        Scene.of(JobSets.f1()).with(job(A, 0).attemptUnreadable().failed().deleting()).plan();

    assertThat(pass.events()).isEmpty();
    assertThat(pass.deleted()).isEmpty();
  }

  @Test
  @Tag("controller:B-010")
  void aJobOfAnEarlierAttemptOfItsOwnIsPrevious() {
    assertThat(bucketOf(withTargets(1), job(A, 0).jobAttempt(0))).isEqualTo("previous");
    assertThat(bucketOf(withTargets(1), job(A, 0).jobAttempt(1))).isEqualTo("active");
  }

  @Test
  @Tag("controller:B-011")
  void aJobFromBeforeTheGateIsSortedByItsConditions() {
    assertThat(bucketOf(withTargets(1), job(A, 0))).isEqualTo("active");
    assertThat(bucketOf(withTargets(1), job(A, 0).failed())).isEqualTo("failed");
    assertThat(bucketOf(withTargets(1), job(A, 0).succeededFinally())).isEqualTo("successful");
  }

  @Test
  @Tag("controller:B-012")
  void aJobWithAnIndexOutsideItsReplicatedJobIsMadeAnewAndTheOthersRunOn() {
    PlannedPass pass =
        withTargets(0, 0)
            .with(job(A, 5).jobAttempt(0).ready(), job(B, 0).jobAttempt(0).ready())
            .plan();

    assertThat(pass.deleted()).containsExactly("test-js-replicated-job-a-5");
    assertThat(pass.plan().problem()).isEmpty();
    assertThat(pass.counts(B).getReady()).isEqualTo(1);
    assertThat(pass.events()).anySatisfy(event -> assertThat(event.note()).contains("job-index"));
  }

  @Test
  void withTheGateAJobWhoseLabelsNobodyCanReadIsPrevious() {
    assertThat(bucketOf(withTargets(0), job(A, 0).withoutReplicatedJob())).isEqualTo("previous");
    assertThat(bucketOf(withTargets(0), job(A, 0).indexed(OptionalInt.empty())))
        .isEqualTo("previous");
    assertThat(bucketOf(withTargets(0), job(A, 0).jobAttemptUnreadable())).isEqualTo("previous");
  }

  @Test
  @Tag("controller:B-013")
  void aJobBeingDeletedStaysInItsBucket() {
    assertThat(bucketOf(Scene.of(JobSets.f1()), job(A, 0).deleting())).isEqualTo("active");
    assertThat(bucketOf(Scene.of(JobSets.f1()), job(A, 0).deleting().failed())).isEqualTo("failed");
  }

  @Test
  void aJobOfAReplicatedJobThatDoesNotExistIsReportedButLeftAlone() {
    PlannedPass pass =
        Scene.of(JobSets.f1()).with(job(A, 0).ofReplicatedJob("foreign").ready()).plan();

    assertThat(pass.deleted()).isEmpty();
    assertThat(pass.events())
        .anySatisfy(
            event ->
                assertThat(event.note())
                    .contains("test-js-replicated-job-a-0", "foreign", "delete it"));
  }

  private static JobSetBuilder restarted(int restarts) {
    return JobSets.f1(9).withNewStatus().withRestarts(restarts).endStatus();
  }

  /** Gate RestartJob on; ReplicatedJob A with these attempts of its Jobs. */
  private static Scene withTargets(Integer... attempts) {
    return Scene.of(
            JobSets.f1(9)
                .withNewStatus()
                .withReplicatedJobsStatus(restarts(A, List.of(attempts), null))
                .endStatus())
        .gate(FeatureGate.RESTART_JOB);
  }

  private static String bucketOf(Scene scene, Jobs... jobs) {
    ChildJobs children = scene.with(jobs).children();
    assertThat(
            children.active().size()
                + children.successful().size()
                + children.failed().size()
                + children.previous().size())
        .isEqualTo(1);
    if (!children.active().isEmpty()) {
      return "active";
    }
    if (!children.successful().isEmpty()) {
      return "successful";
    }
    return children.failed().isEmpty() ? "previous" : "failed";
  }
}
