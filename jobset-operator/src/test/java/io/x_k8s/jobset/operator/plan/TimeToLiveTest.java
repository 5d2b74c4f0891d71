package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeToLiveTest {

  @Test
  @Tag("controller:L-001")
  void withoutATimeAnUnfinishedJobSetIsLeftAlone() {
    Plan plan = apply(JobSets.f1());

    assertThat(plan.comeBackIn()).isEmpty();
    assertThat(plan.problem()).isEmpty();
    assertThat(plan.stages()).isEmpty();
  }

  @Test
  @Tag("controller:L-002")
  void anUnfinishedJobSetHasNoEndToCountFrom() {
    assertThat(apply(withTtl(JobSets.f1(), 5)).problem())
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains(
                        "error checking if ttl expired: unable to find the status of the finished JobSet default/test-js"));
  }

  @Test
  @Tag("controller:L-003")
  void withoutATimeAFinishedJobSetStays() {
    Plan plan = Scene.of(finished("Completed", 0)).plan().plan();

    assertThat(plan.stages()).isEmpty();
    assertThat(plan.comeBackIn()).isEmpty();
  }

  @Test
  @Tag("controller:L-004")
  void aJobSetWhoseTimeHasPassedIsDeleted() {
    Plan plan = Scene.of(withTtl(finished("Completed", 10), 5)).plan().plan();

    assertThat(plan.stages().getLast().actions())
        .containsExactly(new Action.DeleteJobSet(JobSets.UID));
    assertThat(plan.comeBackIn()).isEmpty();
  }

  @Test
  @Tag("controller:L-005")
  void aJobSetWhoseTimeIsNotOverIsLookedAtAgainWhenItIs() {
    Plan plan = Scene.of(withTtl(finished("Completed", 2), 5)).plan().plan();

    assertThat(plan.stages()).isEmpty();
    assertThat(plan.comeBackIn()).contains(Duration.ofSeconds(3));
  }

  @Test
  @Tag("controller:L-006")
  void aJobSetBeingDeletedIsNotDeletedAgain() {
    Plan plan =
        Scene.of(
                withTtl(finished("Completed", 10), 5)
                    .editMetadata()
                    .withDeletionTimestamp("2026-06-01T11:59:59Z")
                    .endMetadata())
            .with(job(JobSets.A, 0).failed())
            .plan()
            .plan();

    assertThat(plan).isEqualTo(Plan.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "yesterday"})
  @Tag("controller:L-007")
  void anEndWithoutATimeIsAnError(String time) {
    JobSetBuilder jobSet = withTtl(finished("Completed", 0), 5);
    Condition completed = jobSet.buildStatus().getConditions().getFirst();
    completed.setLastTransitionTime(time.equals("null") ? null : time);

    Plan plan = Scene.of(JobSets.withConditions(jobSet, completed)).plan().plan();

    assertThat(plan.problem())
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("unable to find the time when the JobSet default/test-js finished"));
    assertThat(plan.stages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Completed", "Failed"})
  @Tag("controller:L-008")
  void aTimeOfZeroDeletesAtOnce(String type) {
    assertThat(Scene.of(withTtl(finished(type, 0), 0)).plan().actions(Action.DeleteJobSet.class))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Completed", "Failed"})
  @Tag("controller:L-009")
  void theRestOfTheTimeIsCountedFromTheEnd(String type) {
    assertThat(Scene.of(withTtl(finished(type, 10), 15)).plan().plan().comeBackIn())
        .contains(Duration.ofSeconds(5));
  }

  @ParameterizedTest(name = "managedBy {0}: deleted {1}")
  @CsvSource({
    "kueue.x-k8s.io/multikueue, true",
    "jobset.sigs.k8s.io/jobset-controller, true",
  })
  void itHoldsForJobSetsOfOtherControllersToo(String managedBy, boolean deleted) {
    PlannedPass pass =
        Scene.of(
                withTtl(finished("Completed", 10), 5).editSpec().withManagedBy(managedBy).endSpec())
            .plan();

    assertThat(pass.actions(Action.DeleteJobSet.class).isEmpty()).isNotEqualTo(deleted);
  }

  @Test
  void aJobSetOfAnotherControllerIsOtherwiseNotTouched() {
    JobSetBuilder jobSet =
        withTtl(JobSets.f1(), 5).editSpec().withManagedBy("other.io/controller").endSpec();

    assertThat(
            Scene.of(jobSet)
                .withoutService()
                .with(job(JobSets.A, 0).failed(), job(JobSets.B, 0).ready())
                .plan()
                .doesNothing())
        .isTrue();
  }

  @Test
  void aClockThatIsAheadOnlyLengthensTheTime() {
    assertThat(Scene.of(withTtl(finished("Failed", -60), 5)).plan().plan().comeBackIn())
        .contains(Duration.ofSeconds(65));
  }

  @Test
  void theJobsThatStillRunAreStoppedFirst() {
    Plan plan =
        Scene.of(withTtl(finished("Failed", 10), 5))
            .with(job(JobSets.A, 0).failed(), job(JobSets.B, 0).ready())
            .plan()
            .plan();

    assertThat(plan.stages())
        .extracting(Stage::actions)
        .containsExactly(
            List.of(
                new Action.DeleteJob(
                    "test-js-replicated-job-b-0", "uid-of-test-js-replicated-job-b-0")),
            List.of(new Action.DeleteJobSet(JobSets.UID)));
  }

  private static Plan apply(JobSetBuilder jobSet) {
    Snapshot now = Scene.of(jobSet).snapshot();
    PlanDraft plan = new PlanDraft(now);
    TimeToLive.apply(now, plan);
    return plan.build();
  }

  private static JobSetBuilder withTtl(JobSetBuilder jobSet, int seconds) {
    return jobSet.editSpec().withTtlSecondsAfterFinished(seconds).endSpec();
  }

  private static JobSetBuilder finished(String type, int secondsAgo) {
    Condition condition = JobSets.isTrue(type);
    condition.setLastTransitionTime(Scene.NOW.minusSeconds(secondsAgo).toString());
    return JobSets.withConditions(JobSets.f1(), condition);
  }
}
