package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.JobSets.inOrder;
import static io.x_k8s.jobset.operator.plan.JobSets.isTrue;
import static io.x_k8s.jobset.operator.plan.JobSets.withConditions;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StartupOrderTest {

  @Test
  @Tag("controller:O-001")
  void onlyInOrderIsOrdered() {
    assertThat(StartupOrder.isInOrder(Scene.of(order("AnyOrder")).snapshot())).isFalse();
    assertThat(StartupOrder.isInOrder(Scene.of(order("InOrder")).snapshot())).isTrue();
    assertThat(StartupOrder.isInOrder(Scene.of(JobSets.f1()).snapshot())).isFalse();
    assertThat(
            StartupOrder.isInOrder(
                Scene.of(
                        JobSets.f1().editSpec().withNewStartupPolicy().endStartupPolicy().endSpec())
                    .snapshot()))
        .isFalse();
  }

  @Test
  @Tag("controller:O-002")
  void aReplicatedJobIsStartedWhenEachOfItsJobsIsReadyOrOver() {
    Scene four = Scene.of(JobSets.jobSet(JobSets.replicatedJob("rj", 4)));
    assertThat(Scene.of(JobSets.f1()).counts().isStarted(A)).isFalse();
    assertThat(
            Scene.of(JobSets.jobSet(JobSets.replicatedJob("rj", 4)))
                .with(ready(0), ready(1), ready(2), ready(3))
                .counts()
                .isStarted("rj"))
        .isTrue();
    assertThat(
            Scene.of(JobSets.jobSet(JobSets.replicatedJob("rj", 4)))
                .with(ready(0), ready(1), job("rj", 2).failed(), job("rj", 3).succeededFinally())
                .counts()
                .isStarted("rj"))
        .isTrue();
    assertThat(
            four.with(
                    job("rj", 0).pods(1, 0, 0),
                    job("rj", 1).pods(1, 0, 0),
                    job("rj", 2).pods(1, 0, 0),
                    job("rj", 3).pods(1, 0, 0))
                .counts()
                .isStarted("rj"))
        .isFalse();
  }

  @Test
  @Tag("controller:O-014")
  void finishedCountsAsStarted() {
    assertThat(
            Scene.of(JobSets.jobSet(JobSets.replicatedJob("rj", 2)))
                .with(job("rj", 0).succeededFinally(), job("rj", 1).succeededFinally())
                .counts()
                .isStarted("rj"))
        .isTrue();
  }

  @Test
  void theFirstReplicatedJobThatIsNotStartedIsMadeAndTheOthersWait() {
    PlannedPass pass = Scene.of(inOrder(JobSets.f1())).plan();

    assertThat(pass.created()).containsExactly("test-js-replicated-job-a-0");
    assertThat(pass.conditionText("StartupPolicyInProgress"))
        .isEqualTo("True/InOrderStartupPolicyInProgress");
    assertThat(pass.plan().statusAfter(0).orElseThrow().status().getConditions())
        .as("a failed creation leaves the condition out")
        .isNullOrEmpty();
  }

  @Test
  void onceCompletedTheStartupStaysCompletedWhenAPodBecomesUnready() {
    PlannedPass pass =
        Scene.of(completed())
            .with(job(A, 0).pods(1, 0, 0), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).ready())
            .plan();

    assertThat(pass.conditionText("StartupPolicyCompleted")).startsWith("True/");
    assertThat(pass.condition("StartupPolicyInProgress")).isEmpty();
    assertThat(pass.plan().stages()).isEmpty();
  }

  @Test
  void onceCompletedALostJobIsMadeAgainWithoutWaiting() {
    PlannedPass pass =
        Scene.of(completed()).with(job(A, 0).pods(1, 0, 0), job(B, 1).ready()).plan();

    assertThat(pass.created())
        .containsExactly("test-js-replicated-job-b-0", "test-js-replicated-job-b-2");
    assertThat(pass.conditionText("StartupPolicyCompleted")).startsWith("True/");
  }

  @Test
  void aJobThatNobodyCanReadDoesNotStartTheOrderAnew() {
    PlannedPass pass =
        Scene.of(completed())
            .with(
                job(A, 0).ready(),
                job(B, 0).attemptUnreadable().ready(),
                job(B, 1).ready(),
                job(B, 2).ready())
            .plan();

    assertThat(pass.conditionText("StartupPolicyCompleted")).startsWith("True/");
    assertThat(pass.condition("StartupPolicyInProgress")).isEmpty();
  }

  @Test
  void aRestartStartsTheOrderAnewInTheVeryWriteThatDecidesIt() {
    PlannedPass pass =
        Scene.of(withConditions(inOrder(JobSets.f1(3)), isTrue("StartupPolicyCompleted")))
            .with(job(A, 0).failed(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).ready())
            .plan();

    assertThat(pass.status().getRestarts()).isEqualTo(1);
    assertThat(pass.conditionText("StartupPolicyCompleted")).startsWith("False/");
    assertThat(pass.conditionText("StartupPolicyInProgress"))
        .isEqualTo("True/InOrderStartupPolicyInProgress");
  }

  @Test
  void aRestartLeftByAnotherControllerStartsTheOrderAnew() {
    PlannedPass pass =
        Scene.of(completed().editStatus().withRestarts(1).endStatus())
            .with(job(A, 0).deleting(), job(B, 0).deleting())
            .plan();

    assertThat(pass.created()).isEmpty();
    assertThat(pass.conditionText("StartupPolicyInProgress"))
        .isEqualTo("True/InOrderStartupPolicyInProgress");
  }

  @Test
  void aSuspendedJobSetIsMadeAtOnceWithoutStartupConditions() {
    PlannedPass pass =
        Scene.of(inOrder(JobSets.f1()).editSpec().withSuspend(true).endSpec()).plan();

    assertThat(pass.created()).hasSize(4);
    assertThat(pass.condition("StartupPolicyInProgress")).isEmpty();
  }

  private static Jobs ready(int index) {
    return job("rj", index).ready();
  }

  private static JobSetBuilder completed() {
    return withConditions(inOrder(JobSets.f1(3)), isTrue("StartupPolicyCompleted"));
  }

  private static JobSetBuilder order(String order) {
    return JobSets.f1()
        .editSpec()
        .withNewStartupPolicy()
        .withStartupPolicyOrder(order)
        .endStartupPolicy()
        .endSpec();
  }
}
