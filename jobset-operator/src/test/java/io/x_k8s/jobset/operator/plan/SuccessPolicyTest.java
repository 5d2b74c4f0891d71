package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessPolicyTest {

  @ParameterizedTest(name = "{0} of [{1}] needs {2}")
  @CsvSource({
    "Any,, 1",
    "Any, replicated-job-b, 1",
    "All,, 4",
    "All, replicated-job-b, 3",
    "All, replicated-job-a, 1",
    "Other,, 0",
  })
  @Tag("controller:P-007")
  @Tag("controller:P-008")
  void soManySuccessesAreNeeded(String operator, String target, int needed) {
    assertThat(SuccessPolicy.needed(Scene.of(policy(operator, target)).snapshot()))
        .isEqualTo(needed);
  }

  @ParameterizedTest(name = "targets [{0}]: {1}")
  @CsvSource({
    ", 3", // all match
    "replicated-job-b, 2",
    "replicated-job-a, 1",
    "other, 0",
  })
  @Tag("controller:P-009")
  @Tag("controller:P-010")
  void onlySuccessesOfTargetsCount(String target, int counted) {
    Scene scene =
        Scene.of(policy("All", target))
            .with(
                job(A, 0).succeededFinally(),
                job(B, 0).succeededFinally(),
                job(B, 1).succeededFinally(),
                job(B, 2).ready());

    assertThat(SuccessPolicy.counted(scene.snapshot(), scene.children())).isEqualTo(counted);
  }

  @Test
  @Tag("controller:P-013")
  void withoutAPolicyAllJobsMustSucceed() {
    JobSetBuilder jobSet = JobSets.f1().editSpec().withSuccessPolicy(null).endSpec();
    Scene scene =
        Scene.of(jobSet)
            .with(
                job(A, 0).succeededFinally(),
                job(B, 0).succeededFinally(),
                job(B, 1).succeededFinally());

    assertThat(scene.plan().condition("Completed")).isEmpty();
    assertThat(scene.with(job(B, 2).succeededFinally()).plan().conditionText("Completed"))
        .isEqualTo("True/AllJobsCompleted");
  }

  @Test
  void completionIsToldInTheWordsThatClientsCompare() {
    PlannedPass pass =
        Scene.of(policy("Any", null)).with(job(A, 0).ready(), job(B, 0).succeededFinally()).plan();

    assertThat(pass.status().getTerminalState()).isEqualTo("Completed");
    assertThat(pass.events())
        .containsExactly(
            new PlannedEvent(
                PlannedEvent.Type.NORMAL, "AllJobsCompleted", "jobset completed successfully"));
    assertThat(pass.plan().stages()).as("the Jobs are deleted by the next pass").isEmpty();
  }

  @Test
  void aFailureWinsOverTheLastSuccess() {
    PlannedPass pass =
        Scene.of(policy("Any", null)).with(job(A, 0).failed(), job(B, 0).succeededFinally()).plan();

    assertThat(pass.condition("Completed")).isEmpty();
    assertThat(pass.conditionText("Failed")).isEqualTo("True/FailedJobs");
  }

  @Test
  void targetsWithoutReplicasCompleteWithAnySuccess() {
    JobSetBuilder jobSet =
        JobSets.jobSet(JobSets.replicatedJob(A, 1), JobSets.replicatedJob("none", 0))
            .editSpec()
            .editSuccessPolicy()
            .withTargetReplicatedJobs("none")
            .endSuccessPolicy()
            .endSpec();

    assertThat(Scene.of(jobSet).plan().condition("Completed")).isEmpty();
    assertThat(Scene.of(jobSet).with(job(A, 0).succeededFinally()).plan().condition("Completed"))
        .isPresent();
  }

  @Test
  void whatStillRunsOrIsLeftOfARestartIsDeletedOnceTheJobSetHasCompleted() {
    JobSetBuilder jobSet =
        JobSets.withConditions(JobSets.f1(), JobSets.isTrue("Completed"))
            .editStatus()
            .withRestarts(1)
            .endStatus();

    PlannedPass pass =
        Scene.of(jobSet)
            .with(
                job(A, 0).attempt(1).succeededFinally(),
                job(B, 0).attempt(1).ready(),
                job(B, 1).attempt(1).failed(),
                job(B, 2).attempt(0).ready())
            .plan();

    assertThat(pass.deleted())
        .containsExactlyInAnyOrder("test-js-replicated-job-b-0", "test-js-replicated-job-b-2");
    assertThat(pass.created()).isEmpty();
    assertThat(pass.status().getConditions()).containsExactly(JobSets.isTrue("Completed"));
  }

  @Test
  void aFinishedJobSetIsNeitherSuspendedNorResumed() {
    for (boolean suspend : new boolean[] {true, false}) {
      PlannedPass pass =
          Scene.of(
                  JobSets.withConditions(JobSets.f1(), JobSets.isTrue("Failed"))
                      .editSpec()
                      .withSuspend(suspend)
                      .endSpec())
              .with(job(A, 0).failed(), job(B, 0).suspended().deleting())
              .plan();

      assertThat(pass.plan().stages()).isEmpty();
      assertThat(pass.status().getConditions()).containsExactly(JobSets.isTrue("Failed"));
    }
  }

  private static JobSetBuilder policy(String operator, String target) {
    var policy = JobSets.f1().editSpec().withNewSuccessPolicy().withOperator(operator);
    if (target != null) {
      policy.withTargetReplicatedJobs(target);
    }
    return policy.endSuccessPolicy().endSpec();
  }
}
