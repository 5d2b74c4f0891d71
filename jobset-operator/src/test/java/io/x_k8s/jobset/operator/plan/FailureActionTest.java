package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.JobSets.restarts;
import static io.x_k8s.jobset.operator.plan.JobSets.rule;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a chosen action does to counters, conditions and events. */
class FailureActionTest {

  @Test
  @Tag("controller:R-032")
  void withoutARuleTheJobSetIsRestarted() {
    PlannedPass pass = Scene.of(restarted(JobSets.f1(5), 1, 1)).with(failed(B, 2, 1)).plan();

    assertCounters(pass, 2, 2);
    assertThat(pass.conditionText("RestartingJobSet")).isEqualTo("True/DefaultFailurePolicy");
    assertThat(pass.events())
        .containsExactly(
            PlannedEvent.warning(
                "DefaultFailurePolicy",
                "applying RestartJobSet failure policy action (first failed job: test-js-replicated-job-b-2)"),
            PlannedEvent.warning(
                "RestartJobSetFailurePolicyAction",
                "applying RestartJobSet failure policy action (first failed job: test-js-replicated-job-b-2)"));
    assertThat(pass.plan().stages()).as("the Jobs follow in the next pass").isEmpty();
  }

  @Test
  @Tag("controller:R-033")
  void theRuleGivesTheReason() {
    PlannedPass pass =
        Scene.of(restarted(JobSets.f1(5, rule("RestartJobSet")), 1, 1))
            .with(failed(B, 2, 1))
            .plan();

    assertThat(pass.conditionText("RestartingJobSet")).isEqualTo("True/FailurePolicy_Rule1");
    assertThat(pass.eventReasons())
        .containsExactly("FailurePolicy_Rule1", "RestartJobSetFailurePolicyAction");
  }

  @Test
  void aSecondRestartForTheSameReasonIsToldByTheActionOnly() {
    JobSetBuilder jobSet = restarted(JobSets.f1(5), 0, 0);
    PlannedPass first = Scene.of(jobSet).with(failed(A, 0, 0)).plan();

    PlannedPass second =
        Scene.of(JobSets.f1(5).withStatus(first.status())).with(failed(A, 0, 1)).plan();

    assertCounters(second, 2, 2);
    assertThat(second.eventReasons()).containsExactly("RestartJobSetFailurePolicyAction");
  }

  @ParameterizedTest(name = "maxRestarts {0}, used {1}")
  @CsvSource({"2, 2", "0, 0", "1, 3", "-1, 0"})
  @Tag("controller:R-034")
  void theJobSetFailsWhenTheBudgetIsUsedUp(int maxRestarts, int used) {
    PlannedPass pass =
        Scene.of(restarted(JobSets.f1(maxRestarts, rule("RestartJobSet")), used, used))
            .with(failed(B, 0, used))
            .plan();

    assertCounters(pass, used, used);
    assertThat(pass.conditionText("Failed")).isEqualTo("True/ReachedMaxRestarts");
    assertThat(pass.condition("Failed").orElseThrow().getMessage())
        .isEqualTo(
            "jobset failed due to reaching max number of restarts (first failed job: test-js-replicated-job-b-0)");
    assertThat(pass.status().getTerminalState()).isEqualTo("Failed");
    assertThat(pass.eventReasons()).containsExactly("ReachedMaxRestarts");
  }

  @Test
  @Tag("controller:R-035")
  void aRestartThatIgnoresTheBudgetIsUnlimited() {
    PlannedPass pass =
        Scene.of(restarted(JobSets.f1(1, rule("RestartJobSetAndIgnoreMaxRestarts")), 1, 1))
            .with(failed(A, 0, 1))
            .plan();

    assertCounters(pass, 2, 1);
    assertThat(pass.conditionText("RestartingJobSet")).isEqualTo("True/FailurePolicy_Rule1");
    assertThat(pass.eventReasons())
        .containsExactly(
            "FailurePolicy_Rule1", "RestartJobSetAndIgnoreMaxRestartsFailurePolicyAction");
  }

  @Test
  @Tag("controller:R-036")
  void aSingleJobIsRestartedWithinTheBudget() {
    PlannedPass pass = singleJob(5, "RestartJob", 0, List.of(0), List.of(0));

    assertCounters(pass, 0, 0);
    assertThat(pass.counts(A).getJobRestarts()).containsExactly(1);
    assertThat(pass.counts(A).getJobRestartsCountTowardsMax()).containsExactly(1);
    assertThat(pass.status().getConditions()).isNullOrEmpty();
    assertThat(pass.events())
        .containsExactly(
            PlannedEvent.warning(
                "RestartJobFailurePolicyAction",
                "applying RestartJob failure policy action (first failed job: test-js-replicated-job-a-0)"));
  }

  @Test
  @Tag("controller:R-037")
  void restartsOfSingleJobsUseTheSameBudget() {
    PlannedPass pass = singleJob(2, "RestartJob", 1, List.of(1), List.of(1));

    assertThat(pass.conditionText("Failed")).isEqualTo("True/ReachedMaxRestarts");
    assertCounters(pass, 1, 1);
    assertThat(pass.counts(A).getJobRestarts()).containsExactly(1);
    assertThat(pass.counts(A).getJobRestartsCountTowardsMax()).containsExactly(1);
  }

  @Test
  @Tag("controller:R-038")
  void restartsOfSingleJobsCountForARestartOfAll() {
    PlannedPass pass = singleJob(2, "RestartJobSet", 1, List.of(1), List.of(1));

    assertThat(pass.conditionText("Failed")).isEqualTo("True/ReachedMaxRestarts");
    assertCounters(pass, 1, 1);
  }

  @Test
  @Tag("controller:R-039")
  void aRestartOfASingleJobMayIgnoreTheBudget() {
    PlannedPass pass = singleJob(1, "RestartJobAndIgnoreMaxRestarts", 0, List.of(1), List.of(0));

    assertThat(pass.condition("Failed")).isEmpty();
    assertThat(pass.counts(A).getJobRestarts()).containsExactly(2);
    assertThat(pass.counts(A).getJobRestartsCountTowardsMax()).containsExactly(0);
    assertThat(pass.eventReasons())
        .containsExactly("RestartJobAndIgnoreMaxRestartsFailurePolicyAction");
  }

  @Test
  void theSecondArrayStaysAbsentUntilARestartCounts() {
    PlannedPass pass = singleJob(1, "RestartJobAndIgnoreMaxRestarts", 0, null, null);

    assertThat(pass.counts(A).getJobRestarts()).containsExactly(1);
    assertThat(pass.counts(A).getJobRestartsCountTowardsMax()).isNull();
  }

  @Test
  void arraysAreAsLongAsTheReplicas() {
    PlannedPass pass =
        Scene.of(JobSets.f1(1, rule("RestartJob")))
            .gate(FeatureGate.RESTART_JOB)
            .with(job(B, 1).jobAttempt(0).failed())
            .plan();

    assertThat(pass.counts(B).getJobRestarts()).containsExactly(0, 1, 0);
    assertThat(pass.counts(B).getJobRestartsCountTowardsMax()).containsExactly(0, 1, 0);
    assertThat(pass.counts(A).getJobRestarts()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"RestartJob", "RestartJobAndIgnoreMaxRestarts"})
  @Tag("controller:R-040")
  void withoutTheGateASingleJobCannotBeRestarted(String action) {
    PlannedPass pass = Scene.of(JobSets.f1(5, rule(action))).with(failed(A, 0, 0)).plan();

    assertThat(pass.plan().problem())
        .contains(
            action
                + " failure policy action cannot be used when the feature gate RestartJob is disabled");
    assertCounters(pass, 0, 0);
    assertThat(pass.status().getConditions()).isNullOrEmpty();
    assertThat(pass.counts(A).getJobRestarts()).isNull();
  }

  @Test
  @Tag("controller:R-041")
  void withoutTheGateOnlyRestartsOfTheWholeJobSetCount() {
    PlannedPass pass =
        Scene.of(withArrays(JobSets.f1(2, rule("RestartJobSet")), 1, List.of(1), List.of(1)))
            .with(failed(A, 0, 1))
            .plan();

    assertCounters(pass, 2, 2);
    assertThat(pass.conditionText("RestartingJobSet")).isEqualTo("True/FailurePolicy_Rule1");
  }

  @Test
  @Tag("controller:R-050")
  void anUnknownActionIsAnErrorAndNothingElse() {
    PlannedPass pass =
        Scene.of(JobSets.f1(5, rule("RestartTheWorld"))).with(failed(A, 0, 0)).plan();

    assertThat(pass.plan().problem())
        .hasValueSatisfying(problem -> assertThat(problem).contains("RestartTheWorld"));
    assertCounters(pass, 0, 0);
    assertThat(pass.status().getConditions()).isNullOrEmpty();
  }

  @Test
  void aRuleMayEndTheJobSetAtOnce() {
    PlannedPass pass = Scene.of(JobSets.f1(5, rule("FailJobSet"))).with(failed(A, 0, 0)).plan();

    assertCounters(pass, 0, 0);
    assertThat(pass.condition("Failed").orElseThrow().getMessage())
        .isEqualTo(
            "applying FailJobSet failure policy action (first failed job: test-js-replicated-job-a-0)");
    assertThat(pass.conditionText("Failed")).isEqualTo("True/FailJobSetFailurePolicyAction");
  }

  @Test
  void aFailureOfASuspendedJobSetIsCountedToo() {
    PlannedPass pass =
        Scene.of(JobSets.f1(1).editSpec().withSuspend(true).endSpec())
            .with(failed(A, 0, 0), job(B, 0).ready())
            .plan();

    assertCounters(pass, 1, 1);
    assertThat(pass.patched()).isEmpty();
    assertThat(pass.condition("Suspended")).isEmpty();
  }

  private static PlannedPass singleJob(
      int maxRestarts, String action, int restarts, List<Integer> all, List<Integer> counting) {
    FailurePolicyRule rule = rule(action);
    int attempt = all == null ? 0 : all.getFirst();
    return Scene.of(withArrays(JobSets.f1(maxRestarts, rule), restarts, all, counting))
        .gate(FeatureGate.RESTART_JOB)
        .with(job(A, 0).attempt(restarts).jobAttempt(attempt).failed())
        .plan();
  }

  private static JobSetBuilder withArrays(
      JobSetBuilder jobSet, int restarts, List<Integer> all, List<Integer> counting) {
    return restarted(jobSet, restarts, restarts)
        .editStatus()
        .withReplicatedJobsStatus(restarts(A, all, counting))
        .endStatus();
  }

  private static JobSetBuilder restarted(JobSetBuilder jobSet, int restarts, int counting) {
    return jobSet
        .withNewStatus()
        .withRestarts(restarts)
        .withRestartsCountTowardsMax(counting)
        .endStatus();
  }

  private static Jobs failed(String replicatedJob, int index, int attempt) {
    return job(replicatedJob, index).attempt(attempt).failed();
  }

  private static void assertCounters(PlannedPass pass, int restarts, int countTowardsMax) {
    assertThat(pass.status().getRestarts()).isEqualTo(restarts);
    assertThat(pass.status().getRestartsCountTowardsMax()).isEqualTo(countTowardsMax);
  }
}
