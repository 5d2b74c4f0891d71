package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.JobSets.dependent;
import static io.x_k8s.jobset.operator.plan.JobSets.f1;
import static io.x_k8s.jobset.operator.plan.JobSets.inOrder;
import static io.x_k8s.jobset.operator.plan.JobSets.replicatedJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Startup in order and after dependencies, over several passes, without a cluster. */
class StartupSimulationTest {
  private static final String A0 = "test-js-replicated-job-a-0";
  private static final String IN_PROGRESS = "True/InOrderStartupPolicyInProgress";
  private static final String COMPLETED = "True/InOrderStartupPolicyCompleted";

  @Test
  void theSecondReplicatedJobStartsWhenTheFirstIsReady() {
    PlannerSimulation cluster = PlannerSimulation.of(inOrder(f1())).settle();
    assertThat(cluster.jobs()).containsExactly(A0);
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo(IN_PROGRESS);

    cluster.unready(A0).settle();
    assertThat(cluster.jobs()).containsExactly(A0);

    cluster.ready(A0).settle();
    assertThat(cluster.jobsOf(B)).hasSize(3);
    assertThat(cluster.counts(A).getReady()).isEqualTo(1);
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo(IN_PROGRESS);

    cluster.unready(cluster.jobsOf(B)).settle();
    assertThat(cluster.counts(B).getActive()).isEqualTo(3);
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo(IN_PROGRESS);

    cluster.ready(cluster.jobsOf(B)).settle();
    assertThat(cluster.condition("StartupPolicyCompleted")).isEqualTo(COMPLETED);
    assertThat(cluster.condition("StartupPolicyInProgress"))
        .isEqualTo("False/InOrderStartupPolicyInProgress");
  }

  @Test
  void onceCompletedTheConditionsDoNotFlap() {
    PlannerSimulation cluster = started(f1());

    cluster.unready(A0).settle();

    assertThat(cluster.condition("StartupPolicyCompleted")).isEqualTo(COMPLETED);
    assertThat(cluster.counts(B).getReady()).as("b runs on").isEqualTo(3);
  }

  @Test
  void aRestartFollowsTheOrderAgain() {
    PlannerSimulation cluster = started(f1(1));

    cluster.complete(A0).fail("test-js-replicated-job-b-1").settle().finalizeJobs(4).settle();
    assertThat(cluster.jobs()).containsExactly(A0);
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo(IN_PROGRESS);

    cluster.ready(A0).settle();
    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(1, 4));

    cluster.ready(cluster.jobsOf(B)).settle();
    assertThat(cluster.condition("StartupPolicyCompleted")).isEqualTo(COMPLETED);
    assertThat(cluster.condition("StartupPolicyInProgress"))
        .isEqualTo("False/InOrderStartupPolicyInProgress");
  }

  @Test
  void aRestartFollowsTheOrderEvenIfAStatusWriteCameTooLate() {
    PlannerSimulation cluster = started(f1(1));

    cluster.fail(A0).settle().finalizeJobs(4);
    cluster.passWithConflict().settle();

    assertThat(cluster.jobs()).containsExactly(A0);
  }

  @Test
  void theOrderIsKeptWhenAllOldJobsVanishBeforeTheFirstPassAfterTheRestart() {
    PlannerSimulation cluster = started(f1(1));

    cluster.fail(A0);
    PlannedPass decision = cluster.plan();
    cluster.edit(jobSet -> jobSet.withStatus(decision.status()));
    cluster.passWithConflict(); // deletes the old Jobs
    cluster.finalizeJobs(4).passWithConflict(); // makes the first new one
    cluster.settle();

    assertThat(cluster.jobs()).containsExactly(A0);
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo(IN_PROGRESS);
  }

  @Test
  void aSuspendedJobSetResumesInOrder() {
    PlannerSimulation cluster =
        PlannerSimulation.of(inOrder(f1()).editSpec().withSuspend(true).endSpec()).settle();
    assertThat(cluster.counts(B).getSuspended()).isEqualTo(3);
    assertThat(cluster.counts(A).getSuspended()).isEqualTo(1);
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo("absent");

    cluster.reportSuspensions().suspend(false).settle();
    assertThat(cluster.isSuspended(A0)).isFalse();
    assertThat(cluster.counts(B).getSuspended()).isEqualTo(3);
    assertThat(cluster.condition("Suspended")).isEqualTo("True/SuspendedJobs");

    cluster.ready(A0).settle();
    assertThat(cluster.counts(B).getSuspended()).isZero();
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo(IN_PROGRESS);
    assertThat(cluster.condition("Suspended")).isEqualTo("True/SuspendedJobs");

    cluster.ready(cluster.jobsOf(B)).settle();
    assertThat(cluster.condition("StartupPolicyCompleted")).isEqualTo(COMPLETED);
    assertThat(cluster.condition("Suspended")).isEqualTo("False/ResumeJobs");
  }

  @Test
  void aResumeAfterTheStartupHadCompletedFollowsTheOrderAgain() {
    PlannerSimulation cluster = started(f1());

    cluster.suspend(true).settle().reportSuspensions().settle();
    assertThat(cluster.condition("Suspended")).isEqualTo("True/SuspendedJobs");
    cluster.suspend(false).settle();

    assertThat(cluster.isSuspended(A0)).isFalse();
    assertThat(cluster.counts(B).getSuspended()).isEqualTo(3);
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo(IN_PROGRESS);
  }

  @Test
  void anUnorderedSuspendedJobSetResumesAtOnce() {
    PlannerSimulation cluster =
        PlannerSimulation.of(f1().editSpec().withSuspend(true).endSpec()).settle();
    assertThat(cluster.counts(B).getSuspended()).isEqualTo(3);

    cluster.suspend(false).settle();

    assertThat(cluster.counts(B).getSuspended() + cluster.counts(A).getSuspended()).isZero();
    assertThat(cluster.condition("Suspended")).isEqualTo("False/ResumeJobs");
  }

  @Test
  void dependentsFollowTheirDependencies() {
    PlannerSimulation cluster =
        PlannerSimulation.of(
                JobSets.jobSet(
                    replicatedJob("a", 1),
                    dependent("b", 1, "a=Complete"),
                    dependent("c", 3, "b=Ready")))
            .settle();
    assertThat(cluster.jobs()).hasSize(1);

    cluster.ready("test-js-a-0").settle();
    assertThat(cluster.jobs()).hasSize(1);

    cluster.complete("test-js-a-0").settle();
    assertThat(cluster.jobs()).hasSize(2);

    cluster.ready("test-js-b-0").settle();
    assertThat(cluster.jobs()).hasSize(5);

    cluster.complete("test-js-b-0").complete(cluster.jobsOf("c")).settle();
    assertThat(cluster.condition("Completed")).isEqualTo("True/AllJobsCompleted");
    assertThat(cluster.condition("StartupPolicyInProgress")).isEqualTo("absent");
  }

  @Test
  void aDependentMayWaitForSeveral() {
    PlannerSimulation cluster =
        PlannerSimulation.of(
                JobSets.jobSet(
                    replicatedJob("a", 1),
                    replicatedJob("b", 1),
                    dependent("c", 3, "a=Ready", "b=Complete")))
            .settle();

    cluster.ready("test-js-a-0", "test-js-b-0").settle();
    assertThat(cluster.jobs()).hasSize(2);

    cluster.complete("test-js-b-0").settle();
    assertThat(cluster.jobs()).hasSize(5);
  }

  @Test
  void aSuspendedJobSetWithDependenciesResumesWhatMayStart() {
    PlannerSimulation cluster =
        PlannerSimulation.of(
                JobSets.jobSet(replicatedJob("a", 1), dependent("b", 3, "a=Ready"))
                    .editSpec()
                    .withSuspend(true)
                    .endSpec())
            .settle();
    assertThat(cluster.jobs()).containsExactly("test-js-a-0");
    assertThat(cluster.isSuspended("test-js-a-0")).isTrue();

    cluster.suspend(false).settle();
    assertThat(cluster.jobs()).containsExactly("test-js-a-0");
    assertThat(cluster.isSuspended("test-js-a-0")).isFalse();
    assertThat(cluster.condition("Suspended")).isEqualTo("False/ResumeJobs");

    cluster.ready("test-js-a-0").settle();
    assertThat(cluster.jobs()).hasSize(4);
    assertThat(cluster.isSuspended("test-js-b-0")).isFalse();
  }

  @Test
  void aRestartFollowsTheDependenciesAgain() {
    PlannerSimulation cluster =
        PlannerSimulation.of(
                JobSets.jobSet(replicatedJob("a", 1), dependent("b", 3, "a=Ready"))
                    .editSpec()
                    .withNewFailurePolicy()
                    .withMaxRestarts(1)
                    .endFailurePolicy()
                    .endSpec())
            .settle()
            .ready("test-js-a-0")
            .settle();

    cluster.fail("test-js-b-1").settle().finalizeJobs(4).settle();

    assertThat(cluster.jobs()).containsExactly("test-js-a-0");
  }

  private static PlannerSimulation started(JobSetBuilder jobSet) {
    PlannerSimulation cluster = PlannerSimulation.of(inOrder(jobSet)).settle();
    cluster.ready(A0).settle().ready(cluster.jobsOf(B)).settle();
    assertThat(cluster.condition("StartupPolicyCompleted")).isEqualTo(COMPLETED);
    return cluster;
  }
}
