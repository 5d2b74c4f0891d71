package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.JobSets.f1;
import static io.x_k8s.jobset.operator.plan.JobSets.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restarts over several passes, without a cluster. */
class RestartSimulationTest {
  private static final String A0 = "test-js-replicated-job-a-0";
  private static final String B0 = "test-js-replicated-job-b-0";
  private static final String B1 = "test-js-replicated-job-b-1";
  private static final String B2 = "test-js-replicated-job-b-2";

  @Test
  void recreateMakesEachJobAsSoonAsItsNameIsFree() {
    PlannerSimulation cluster = PlannerSimulation.of(f1(1)).settle();

    cluster.fail(B1).settle();
    assertThat(cluster.status().getRestarts()).isEqualTo(1);
    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(0, 4));

    cluster.finalizeJobs(3).settle();
    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(0, 1, 1, 3));

    cluster.finalizeJobs(1).settle();
    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(1, 4));
  }

  @Test
  void blockingRecreateMakesAllJobsOnceAllNamesAreFree() {
    PlannerSimulation cluster =
        PlannerSimulation.of(
                f1(1)
                    .editSpec()
                    .editFailurePolicy()
                    .withRestartStrategy("BlockingRecreate")
                    .endFailurePolicy()
                    .endSpec())
            .settle();

    cluster.fail(A0).settle().finalizeJobs(3).settle();
    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(0, 1));

    cluster.finalizeJobs(1).settle();
    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(1, 4));
  }

  @Test
  void withBlockingRecreateASingleJobThatIsBeingDeletedHoldsUpALostOne() {
    PlannerSimulation cluster =
        PlannerSimulation.of(
                f1(1, rule("RestartJob"))
                    .editSpec()
                    .editFailurePolicy()
                    .withRestartStrategy("BlockingRecreate")
                    .endFailurePolicy()
                    .endSpec(),
                FeatureGate.RESTART_JOB)
            .settle();

    cluster.fail(B1).settle().lose(B2).settle();
    assertThat(cluster.jobs()).containsExactly(A0, B0, B1);

    cluster.finalizeJobs(1).settle();
    assertThat(cluster.jobs()).containsExactly(A0, B0, B1, B2);
    assertThat(cluster.label(B1, JobSetLabels.JOB_RESTART_ATTEMPT)).isEqualTo("1");
    assertThat(cluster.label(B2, JobSetLabels.JOB_RESTART_ATTEMPT)).isEqualTo("0");
  }

  @Test
  void theBudgetAllowsSoManyRestartsAndNoMore() {
    PlannerSimulation cluster = PlannerSimulation.of(f1(1)).settle();

    cluster.fail(B1).settle().finalizeJobs(4).settle();
    assertThat(cluster.condition("Failed")).isEqualTo("absent");
    assertThat(cluster.condition("RestartingJobSet")).isEqualTo("True/DefaultFailurePolicy");

    cluster.fail(B1).settle();
    assertThat(cluster.condition("Failed")).isEqualTo("True/ReachedMaxRestarts");
    assertThat(cluster.condition("RestartingJobSet")).isEqualTo("False/JobSetFailed");
    assertThat(cluster.status().getRestarts()).isEqualTo(1);
    assertThat(cluster.status().getTerminalState()).isEqualTo("Failed");
    assertThat(cluster.isDeleting(B1)).as("the failed Job stays").isFalse();
    assertThat(cluster.isDeleting(A0)).isTrue();
  }

  @Test
  void aRestartIsOverWhenAllNewJobsAreReady() {
    PlannerSimulation cluster =
        PlannerSimulation.of(f1(1, rule("RestartJobSet", "PodFailurePolicy"))).settle();

    cluster.fail(B1, "PodFailurePolicy").settle().finalizeJobs(4).settle();
    assertThat(cluster.condition("RestartingJobSet")).isEqualTo("True/FailurePolicy_Rule1");

    cluster.ready(A0, B0, B1, B2).settle();
    assertThat(cluster.condition("RestartingJobSet")).isEqualTo("False/JobsReady");
    assertThat(cluster.events())
        .containsExactly("FailurePolicy_Rule1", "RestartJobSetFailurePolicyAction", "JobsReady");
  }

  @Test
  void onlyTheFailedJobIsMadeAnewByRestartJob() {
    PlannerSimulation cluster =
        PlannerSimulation.of(f1(1, rule("RestartJob")), FeatureGate.RESTART_JOB).settle();
    String uidOfB0 = cluster.uid(B0);
    String uidOfA0 = cluster.uid(A0);

    cluster.fail(A0).settle().finalizeJobs(1).settle();

    assertThat(cluster.uid(B0)).isEqualTo(uidOfB0);
    assertThat(cluster.uid(A0)).isNotEqualTo(uidOfA0);
    assertThat(cluster.label(A0, JobSetLabels.JOB_RESTART_ATTEMPT)).isEqualTo("1");
    assertThat(cluster.label(A0, JobSetLabels.RESTART_ATTEMPT)).isEqualTo("0");
    assertThat(cluster.status().getRestarts()).isZero();
    assertThat(cluster.condition("RestartingJobSet")).isEqualTo("absent");
  }

  @Test
  void twoSingleJobsThatFailAtOnceAreHandledOneAfterTheOther() {
    PlannerSimulation cluster =
        PlannerSimulation.of(f1(5, rule("RestartJob")), FeatureGate.RESTART_JOB).settle();

    cluster.fail(B0).fail(B1).settle();

    assertThat(cluster.counts(B).getJobRestarts()).containsExactly(1, 1, 0);
    assertThat(cluster.counts(B).getJobRestartsCountTowardsMax()).containsExactly(1, 1, 0);
    assertThat(cluster.isDeleting(B0) && cluster.isDeleting(B1)).isTrue();
    assertThat(cluster.isDeleting(B2)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restartsThatIgnoreTheBudgetGoOnForEver(boolean gate) {
    FeatureGate[] gates = gate ? new FeatureGate[] {FeatureGate.RESTART_JOB} : new FeatureGate[0];
    PlannerSimulation cluster =
        PlannerSimulation.of(
                f1(
                    1,
                    rule("RestartJobSetAndIgnoreMaxRestarts", "PodFailurePolicy"),
                    JobSets.ruleOf("Rule2", "FailJobSet").build()),
                gates)
            .settle();

    for (int restarts = 1; restarts <= 3; restarts++) {
      cluster.fail(B1, "PodFailurePolicy").settle().finalizeJobs(4).settle();
      assertThat(cluster.status().getRestarts()).isEqualTo(restarts);
      assertThat(cluster.status().getRestartsCountTowardsMax()).isZero();
      assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(restarts, 4));
    }
    assertThat(cluster.condition("Failed")).isEqualTo("absent");
    assertThat(cluster.counts(A).getJobRestarts()).isNull();

    cluster.fail(B1, "").settle();
    assertThat(cluster.condition("Failed")).isEqualTo("True/FailJobSetFailurePolicyAction");
    assertThat(cluster.status().getRestarts()).isEqualTo(3);
  }

  @Test
  void jobsThatFailTogetherCostOneRestart() {
    PlannerSimulation cluster = PlannerSimulation.of(f1(3)).settle();

    cluster.fail(B0).fail(B1).fail(A0).settle();

    assertThat(cluster.status().getRestarts()).isEqualTo(1);
  }

  @Test
  void aFailureIsCountedOnceAlthoughItsStatusWriteCameTooLate() {
    PlannerSimulation cluster = PlannerSimulation.of(f1(3)).settle();

    cluster.fail(B0).passWithConflict().passWithConflict().settle();

    assertThat(cluster.status().getRestarts()).isEqualTo(1);
    assertThat(cluster.events())
        .containsExactly("DefaultFailurePolicy", "RestartJobSetFailurePolicyAction");
  }

  @Test
  void aRestartMakesSuccessfulJobsAnewToo() {
    PlannerSimulation cluster = PlannerSimulation.of(f1(1)).settle();

    cluster.complete(A0).fail(B0).settle().finalizeJobs(4).settle();
    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(1, 4));

    cluster.complete(A0, B0, B1, B2).settle();
    assertThat(cluster.condition("Completed")).isEqualTo("True/AllJobsCompleted");
    assertThat(cluster.condition("RestartingJobSet")).isEqualTo("False/JobSetCompleted");
  }

  @Test
  void theJobsOfARestartedSuspendedJobSetAreSuspended() {
    PlannerSimulation cluster = PlannerSimulation.of(f1(1)).settle();

    cluster.fail(B0).suspend(true).settle().finalizeJobs(4).settle();

    assertThat(cluster.status().getRestarts()).isEqualTo(1);
    assertThat(cluster.counts(B).getSuspended()).isEqualTo(3);
    assertThat(cluster.condition("Suspended")).isEqualTo("True/SuspendedJobs");
  }

  @Test
  void aLostJobIsMadeAgainForTheSameAttempt() {
    PlannerSimulation cluster = PlannerSimulation.of(f1(1)).settle().ready(B0).settle();

    cluster.lose(B0).settle();

    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(0, 4));
    assertThat(cluster.status().getRestarts()).isZero();
  }

  @Test
  void serviceAndClaimsOutliveRestarts() {
    JobSetBuilder jobSet =
        f1(2)
            .editSpec()
            .addNewVolumeClaimPolicy()
            .addNewTemplate()
            .withNewMetadata()
            .withName("data")
            .endMetadata()
            .endTemplate()
            .endVolumeClaimPolicy()
            .endSpec();
    PlannerSimulation cluster = PlannerSimulation.of(jobSet).settle();

    // The simulation refuses a second Service or claim of the same name.
    cluster.fail(B0).settle().finalizeJobs(4).settle();
    cluster.fail(B0).settle().finalizeJobs(4).settle();

    assertThat(cluster.jobsByAttempt()).isEqualTo(Map.of(2, 4));
  }
}
