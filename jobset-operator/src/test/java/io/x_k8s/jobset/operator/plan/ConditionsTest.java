package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.JobSets.condition;
import static io.x_k8s.jobset.operator.plan.JobSets.isTrue;
import static io.x_k8s.jobset.operator.plan.JobSets.withConditions;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
  private static final String NOW = "2026-06-01T12:00:00Z";
  private static final String BEFORE = "2026-01-01T00:00:00Z";

  @Test
  @Tag("controller:D-001")
  void nothingWantedChangesNothing() {
    StatusDraft draft =
        new StatusDraft(new JobSetStatus(), new JobSetStatus(), List.of(), Scene.NOW, false);

    assertThat(draft.after(0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Completed", "Suspended"})
  @Tag("controller:D-002")
  @Tag("controller:D-003")
  void aTrueConditionIsAppended(String type) {
    List<Condition> result = set(wanted(type, "True", "R", "m"), isTrue("Other")).orElseThrow();

    assertThat(result).extracting(Condition::getType).containsExactly("Other", type);
    assertThat(result.get(1)).isEqualTo(at(NOW, condition(type, "True", "R", "m")));
  }

  @Test
  @Tag("controller:D-004")
  void anotherStatusReplacesTheConditionInItsPlace() {
    List<Condition> result =
        set(
                wanted("Suspended", "False", "ResumeJobs", "jobset is resumed"),
                condition("Suspended", "True", "SuspendedJobs", "jobset is suspended"),
                isTrue("Other"))
            .orElseThrow();

    assertThat(result)
        .containsExactly(
            at(NOW, condition("Suspended", "False", "ResumeJobs", "jobset is resumed")),
            isTrue("Other"));
  }

  @Test
  @Tag("controller:D-005")
  void whatAlreadyHoldsChangesNothing() {
    assertThat(
            set(
                wanted("Completed", "True", "AllJobsCompleted", "done"),
                condition("Completed", "True", "AllJobsCompleted", "done")))
        .isEmpty();
  }

  @Test
  @Tag("controller:D-006")
  void anotherReasonKeepsTheTimeOfTheLastTransition() {
    List<Condition> result =
        set(
                wanted("RestartingJobSet", "True", "R2", "m2"),
                condition("RestartingJobSet", "True", "R1", "m1"))
            .orElseThrow();

    assertThat(result)
        .containsExactly(at(BEFORE, condition("RestartingJobSet", "True", "R2", "m2")));
  }

  @Test
  @Tag("controller:D-007")
  void aFalseConditionIsNeverTheFirstOfItsType() {
    assertThat(set(wanted("RestartingJobSet", "False", "JobsReady", "all jobs are ready")))
        .isEmpty();
    assertThat(
            Scene.of(JobSets.f1())
                .with(job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).ready())
                .plan()
                .condition("RestartingJobSet"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"StartupPolicyInProgress", "StartupPolicyCompleted"})
  @Tag("controller:D-008")
  @Tag("controller:D-009")
  void ofTheTwoStartupConditionsOnlyOneIsTrue(String before) {
    String after =
        before.equals("StartupPolicyInProgress")
            ? "StartupPolicyCompleted"
            : "StartupPolicyInProgress";

    List<Condition> result =
        set(wanted(after, "True", "R", "m"), condition(before, "True", "R0", "m0")).orElseThrow();

    assertThat(result)
        .containsExactly(
            condition(before, "False", "R0", "m0"), at(NOW, condition(after, "True", "R", "m")));
  }

  @Test
  @Tag("controller:D-008")
  void theConditionThatGivesWayHasNoEventOfItsOwn() {
    PlannedPass pass =
        Scene.of(
                withConditions(
                    JobSets.inOrder(JobSets.f1()),
                    condition(
                        "StartupPolicyInProgress",
                        "True",
                        "InOrderStartupPolicyInProgress",
                        "in order startup policy is in progress")))
            .with(job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).ready())
            .plan();

    assertThat(pass.conditionText("StartupPolicyInProgress"))
        .isEqualTo("False/InOrderStartupPolicyInProgress");
    assertThat(pass.conditionText("StartupPolicyCompleted"))
        .isEqualTo("True/InOrderStartupPolicyCompleted");
    assertThat(pass.events())
        .containsExactly(
            new PlannedEvent(
                PlannedEvent.Type.NORMAL,
                "InOrderStartupPolicyCompleted",
                "in order startup policy has completed"));
  }

  @Test
  @Tag("controller:D-014")
  void aRestartEndsWithTheCompletion() {
    PlannedPass pass =
        Scene.of(restarting(JobSets.f1(1)))
            .with(done(A, 0), done(B, 0), done(B, 1), done(B, 2))
            .plan();

    assertThat(pass.conditionText("RestartingJobSet")).isEqualTo("False/JobSetCompleted");
    assertThat(pass.condition("RestartingJobSet").orElseThrow().getMessage())
        .isEqualTo("jobset completed successfully");
    assertThat(pass.conditionText("Completed")).isEqualTo("True/AllJobsCompleted");
    assertThat(pass.status().getTerminalState()).isEqualTo("Completed");
  }

  @Test
  @Tag("controller:D-014")
  void aRestartEndsWithTheFailure() {
    PlannedPass pass = Scene.of(restarting(JobSets.f1())).with(job(B, 1).failed()).plan();

    assertThat(pass.conditionText("RestartingJobSet")).isEqualTo("False/JobSetFailed");
    assertThat(pass.condition("RestartingJobSet").orElseThrow().getMessage())
        .isEqualTo("jobset failed");
    assertThat(pass.condition("Failed").orElseThrow().getMessage())
        .isEqualTo(
            "jobset failed due to one or more job failures (first failed job: test-js-replicated-job-b-1)");
    assertThat(pass.status().getTerminalState()).isEqualTo("Failed");
    assertThat(pass.status().getConditions().getLast().getType()).isEqualTo("Failed");
  }

  @Test
  @Tag("controller:D-014")
  void aRestartEndsWithASuspension() {
    PlannedPass pass =
        Scene.of(restarting(JobSets.f1(1)).editSpec().withSuspend(true).endSpec())
            .with(job(A, 0).ready())
            .plan();

    assertThat(pass.conditionText("RestartingJobSet")).isEqualTo("False/JobSetSuspended");
    assertThat(pass.conditionText("Suspended")).isEqualTo("True/SuspendedJobs");
  }

  @Test
  void aRestartEndsWhenAllJobsAreReady() {
    Scene scene = Scene.of(restarting(JobSets.f1(1)));

    assertThat(
            scene
                .with(job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready())
                .plan()
                .conditionText("RestartingJobSet"))
        .isEqualTo("True/Stored");
    assertThat(scene.with(done(B, 2)).plan().conditionText("RestartingJobSet"))
        .isEqualTo("False/JobsReady");
  }

  @Test
  @Tag("controller:D-015")
  void readinessDoesNotEndTheRestartOfASuspendedJobSet() {
    PlannedPass pass =
        Scene.of(restarting(JobSets.f1(1)).editSpec().withSuspend(true).endSpec())
            .with(job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).ready())
            .plan();

    assertThat(pass.eventReasons()).doesNotContain("JobsReady");
  }

  private static JobSetBuilder restarting(JobSetBuilder jobSet) {
    return withConditions(jobSet, isTrue("RestartingJobSet"));
  }

  private static Jobs done(String replicatedJob, int index) {
    return job(replicatedJob, index).succeededFinally();
  }

  private static Optional<List<Condition>> set(WantedCondition wanted, Condition... stored) {
    return Conditions.set(Arrays.asList(stored), wanted, Scene.NOW);
  }

  private static WantedCondition wanted(String type, String status, String reason, String message) {
    return new WantedCondition(type, status, reason, message, PlannedEvent.Type.NORMAL);
  }

  private static Condition at(String time, Condition condition) {
    condition.setLastTransitionTime(time);
    return condition;
  }
}
