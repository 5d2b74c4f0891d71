package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.InPlacePods.pod;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.plan.InPlacePod.Attempt;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import io.x_k8s.jobset.v1alpha2.RestartStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InPlaceRestartTest {
  private static final Jobs W0 = job("w", 0).pods(1, 1, 0);
  private static final Jobs W1 = job("w", 1).pods(1, 1, 0);

  @Test
  @Tag("controller:I-001")
  void itAppliesToItsStrategyOnly() {
    assertThat(InPlaceRestart.applies(scene(jobSet(2, 1)).snapshot())).isTrue();
    for (String other : Arrays.asList(RestartStrategy.RECREATE, null)) {
      JobSetBuilder jobSet = jobSet(2, 1);
      jobSet.editSpec().editFailurePolicy().withRestartStrategy(other).endFailurePolicy().endSpec();
      assertThat(InPlaceRestart.applies(scene(jobSet).snapshot())).isFalse();
    }
    assertThat(InPlaceRestart.applies(scene(JobSets.f1()).snapshot())).isFalse();
    assertThat(InPlaceRestart.applies(Scene.of(jobSet(2, 1)).snapshot()))
        .as("without the gate")
        .isFalse();
  }

  @Test
  @Tag("controller:I-002")
  void theLargestRestartCountOfAllPodsCounts() {
    assertThat(seen(pod(W0, 0)).mostRestarts()).isZero();
    assertThat(seen(pod(W0, 0).restarted(2), pod(W1, 0).restarted(5)).mostRestarts()).isEqualTo(5);
    assertThat(seen().mostRestarts()).isZero();
  }

  @Test
  @Tag("controller:I-003")
  void attemptsAreReadFromThePodsThatHaveNotEnded() {
    assertThat(seen(pod(W0, 0, 1), pod(W1, 0, 2)).attempts()).containsExactly(1, 2);
    assertThat(seen(pod(W0, 0), pod(W1, 0, 2)).attempts()).containsExactly(2);
    assertThat(seen(pod(W0, 0, 1).failed(), pod(W1, 0, 2)).attempts()).containsExactly(2);
    assertThat(seen(pod(W0, 0, 1).succeeded(), pod(W1, 0, 2)).attempts()).containsExactly(2);
    assertThat(seen().attempts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"abc", "-1", "''", "1.5", "2147483648"})
  @Tag("controller:I-003")
  void anAttemptThatIsNoNumberIsToldAndHoldsUpNothingElse(String text) {
    PlannedPass pass =
        settled(jobSet(2, 2), 0, null)
            .with(W0, W1)
            .with(pod(W0, 0, 1), pod(W1, 0).says(text))
            .plan();

    assertThat(pass.plan().problem()).isEmpty();
    assertThat(pass.plan().events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.reason()).isEqualTo("InvalidInPlaceRestartAttempt");
              assertThat(event.note())
                  .contains(
                      "test-js-w-1-0",
                      "invalid value for annotation jobset.sigs.k8s.io/in-place-restart-attempt, must be non-negative integer",
                      "\"" + text + "\"");
            });
    assertThat(previous(pass)).isZero();
  }

  @Test
  void manyMalformedAttemptsAreOneEvent() {
    PlannedPass pass =
        scene(jobSet(2, 2)).with(W0, W1).with(pod(W1, 0).says("y"), pod(W0, 0).says("x")).plan();

    assertThat(pass.plan().events())
        .singleElement()
        .satisfies(event -> assertThat(event.note()).startsWith("Pod test-js-w-0-0 and 1 more:"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, 2, true",
    "2, 0, 0, 1, 2, false",
    "1, 1, 1, 1, 2, true",
    "2, 1, 1, 1, 2, false",
    "1, 2, 1, 2, 3, true",
    "1, 2, 1, 1, 2, false"
  })
  @Tag("controller:I-004")
  void restartsThatDoNotCountAreNotCounted(
      int maxRestarts, int restarts, int counting, int attempt, int other, boolean exceeded) {
    JobSetBuilder jobSet = jobSet(2, maxRestarts);
    jobSet
        .editOrNewStatus()
        .withRestarts(restarts)
        .withRestartsCountTowardsMax(counting)
        .endStatus();
    Jobs one = job("w", 0).attempt(restarts);
    Jobs two = job("w", 1).attempt(restarts);

    PlannedPass pass =
        scene(jobSet).with(one, two).with(pod(one, 0, attempt), pod(two, 0, other)).plan();

    assertThat(pass.condition(JobSetConditions.FAILED).isPresent()).isEqualTo(exceeded);
  }

  @Test
  @Tag("controller:I-005")
  void thePodsOfAllReplicatedJobsAreExpected() {
    Scene scene = scene(jobSet(1, replicatedJob("w", 2, 3), replicatedJob("v", 4, 1)));
    assertThat(expected(scene)).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"2, 3", "-, 3", "2, -", "-, -"})
  @Tag("controller:I-005")
  void aTemplateThatDoesNotFixTheNumberOfPodsIsAProblem(Integer parallelism, Integer completions) {
    ReplicatedJob loose =
        new ReplicatedJobBuilder(replicatedJob("w", 2, 1))
            .editTemplate()
            .editSpec()
            .withParallelism(parallelism)
            .withCompletions(completions)
            .endSpec()
            .endTemplate()
            .build();

    PlannedPass pass = scene(jobSet(1, replicatedJob("v", 1, 1), loose)).plan();

    assertThat(pass.plan().problem())
        .contains(
            "w: in-place restart requires jobTemplate.spec.completions == jobTemplate.spec.parallelism != nil");
    assertThat(pass.created()).as("all else goes on").hasSize(3);
  }

  @Test
  @Tag("controller:I-006")
  void podsAreInStepWhenAllHaveToldTheSameAttempt() {
    assertThat(seen().areInStep(0)).isFalse();
    assertThat(seen(pod(W0, 0, 1)).areInStep(1)).isTrue();
    assertThat(seen(pod(W0, 0, 2), pod(W1, 0, 2)).areInStep(2)).isTrue();
    assertThat(seen(pod(W0, 0, 1), pod(W1, 0, 2)).areInStep(2)).isFalse();
    assertThat(seen(pod(W0, 0, 1)).areInStep(2)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"0, 1, 1, true", "1, 1, 1, false", "-, 0, 0, true"})
  @Tag("controller:I-007")
  void theCurrentAttemptIsThatOfAllPods(
      Integer stored, int attempt, int expected, boolean written) {
    PlannedPass pass =
        settled(jobSet(2, 9), stored, null)
            .with(W0, W1)
            .with(pod(W0, 0, attempt), pod(W1, 0, attempt))
            .plan();

    assertThat(current(pass)).isEqualTo(expected);
    assertThat(pass.write().isPresent()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"0, 2, 1, true", "1, 2, 1, false", "2, 2, 2, false", "-, 1, 0, true"})
  @Tag("controller:I-008")
  void theOutdatedAttemptIsTheOneBeforeTheLatestAndNeverLowered(
      Integer stored, int latest, int expected, boolean written) {
    PlannedPass pass =
        settled(jobSet(2, 9), 9, stored)
            .with(W0, W1)
            .with(pod(W0, 0, latest), pod(W1, 0, 0))
            .plan();

    assertThat(previous(pass)).isEqualTo(expected);
    assertThat(pass.write().isPresent()).isEqualTo(written);
  }

  @Test
  @Tag("controller:I-008")
  void withoutAttemptsNothingIsOutdated() {
    PlannedPass pass = settled(jobSet(2, 9), 1, 0).with(W0, W1).with(pod(W0, 0)).plan();

    assertThat(pass.write()).isEmpty();
  }

  @Test
  @Tag("controller:I-009")
  void aContainerThatRestartedTooOftenFailsTheJobSet() {
    PlannedPass pass =
        scene(jobSet(2, 1)).with(W0, W1).with(pod(W0, 0, 0).restarted(2), pod(W1, 0, 0)).plan();

    assertFailed(pass);
  }

  @Test
  @Tag("controller:I-010")
  void anAttemptBeyondTheBudgetFailsTheJobSet() {
    PlannedPass pass =
        settled(jobSet(2, 1), 1, 0)
            .withoutService()
            .with(W0)
            .with(pod(W0, 0, 2), pod(W1, 0, 1))
            .plan();

    assertFailed(pass);
    assertThat(pass.plan().stages()).as("children follow in the next pass").isEmpty();
    assertThat(previous(pass)).as("nobody restarts any more").isZero();
  }

  @Test
  @Tag("controller:I-011")
  void atFirstAllPodsBeginTogether() {
    PlannedPass pass = scene(jobSet(2, 1)).with(W0, W1).with(pod(W0, 0, 0), pod(W1, 0, 0)).plan();

    assertThat(current(pass)).isZero();
    assertThat(previous(pass)).isNull();
    assertThat(pass.write().orElseThrow().countsOnly()).as("agents wait for it").isFalse();
  }

  @Test
  @Tag("controller:I-012")
  void afterARestartAllPodsBeginTogetherAgain() {
    PlannedPass pass =
        settled(jobSet(2, 1), 0, 0).with(W0, W1).with(pod(W0, 0, 1), pod(W1, 0, 1)).plan();

    assertThat(current(pass)).isEqualTo(1);
    assertThat(previous(pass)).isZero();
  }

  @Test
  @Tag("controller:I-013")
  void nothingHappensBeforeAllHaveToldTheirFirstAttempt() {
    Stream.<List<InPlacePods>>of(
            List.of(), List.of(pod(W0, 0), pod(W1, 0)), List.of(pod(W0, 0, 0), pod(W1, 0)))
        .forEach(
            pods -> {
              PlannedPass pass =
                  scene(jobSet(2, 1)).with(W0, W1).with(pods.toArray(InPlacePods[]::new)).plan();
              assertThat(current(pass)).isNull();
              assertThat(previous(pass)).isNull();
            });
  }

  @Test
  @Tag("controller:I-014")
  void aPodThatRestartedOutdatesTheOthers() {
    PlannedPass pass =
        settled(jobSet(2, 1), 0, null).with(W0, W1).with(pod(W0, 0, 0), pod(W1, 0, 1)).plan();

    assertThat(previous(pass)).isZero();
    assertThat(current(pass)).isZero();
  }

  @Test
  @Tag("controller:I-015")
  void aPodThatRestartedAgainOutdatesTheOthersAgain() {
    PlannedPass pass =
        settled(jobSet(2, 2), 1, 0).with(W0, W1).with(pod(W0, 0, 1), pod(W1, 0, 2)).plan();

    assertThat(previous(pass)).isEqualTo(1);
  }

  @Test
  @Tag("controller:I-016")
  void podsOfOthersTellNothing() {
    Jobs earlier = job("w", 0).attempt(0).named("test-js-w-0");
    JobSetBuilder jobSet = status(jobSet(2, 3), 0, null);
    jobSet.editOrNewStatus().withRestarts(1).withRestartsCountTowardsMax(1).endStatus();
    Jobs later = job("w", 1).attempt(1);

    PlannedPass pass =
        scene(jobSet)
            .with(earlier, later)
            .with(
                pod(earlier, 0, 0).restarted(99),
                pod(later, 0, 1),
                pod(later, 1, 7).ofOwner("job-of-another-jobset"),
                pod(later, 2, 7).ofOwner(""))
            .plan();

    assertThat(pass.condition(JobSetConditions.FAILED)).isEmpty();
    assertThat(previous(pass)).isZero();
    assertThat(current(pass)).isZero();
  }

  @Test
  void podsThatAreBeingDeletedTellNothing() {
    PlannedPass pass =
        settled(jobSet(2, 1), 0, null)
            .with(W0, W1)
            .with(
                pod(W0, 0, 0),
                pod(W1, 0, 0),
                pod(W1, 1, 9).deleting(),
                pod(W1, 2, 0).restarted(9).deleting())
            .plan();

    assertThat(pass.condition(JobSetConditions.FAILED)).isEmpty();
    assertThat(pass.write()).isEmpty();
  }

  @Test
  void aPodThatHasSucceededIsNotWaitedFor() {
    PlannedPass pass =
        settled(jobSet(2, 3), 0, 0)
            .with(W0, W1)
            .with(pod(W0, 0, 0).succeeded(), pod(W1, 0, 1))
            .plan();

    assertThat(current(pass)).isEqualTo(1);
  }

  @Test
  void aPodThatHasSucceededAndIsGoneIsNotWaitedForEither() {
    Jobs half = job("w", 0).size(2, 2).pods(1, 1, 1);
    ReplicatedJob two = replicatedJob("w", 1, 2);

    PlannedPass pass = settled(jobSet(3, two), 0, 0).with(half).with(pod(half, 1, 1)).plan();

    assertThat(current(pass)).isEqualTo(1);
  }

  @Test
  void aSucceededPodThatItsJobCountsTooIsNotCountedTwice() {
    Jobs half = job("w", 0).size(2, 2).pods(1, 1, 1);
    Scene scene = settled(jobSet(3, replicatedJob("w", 1, 2)), 0, 0).with(half);

    assertThat(expected(scene.with(pod(half, 0, 0).succeeded()))).isEqualTo(1);
  }

  @Test
  void jobsThatHaveSucceededAreNotWaitedFor() {
    PlannedPass pass =
        settled(jobSet(2, 3), 0, 0)
            .with(job("w", 0).succeededFinally(), W1)
            .with(pod(W1, 0, 1))
            .plan();

    assertThat(current(pass)).isEqualTo(1);
  }

  @Test
  void whoRunsOnlyAfterOthersAreCompleteIsNotWaitedFor() {
    ReplicatedJob second =
        new ReplicatedJobBuilder(replicatedJob("v", 1, 1))
            .addNewDependsOn()
            .withName("w")
            .withStatus("Complete")
            .endDependsOn()
            .build();
    ReplicatedJob third =
        new ReplicatedJobBuilder(replicatedJob("u", 1, 1))
            .addNewDependsOn()
            .withName("v")
            .withStatus("Ready")
            .endDependsOn()
            .build();
    JobSetBuilder jobSet = jobSet(1, replicatedJob("w", 2, 1), second, third);

    assertThat(expected(scene(jobSet).with(W0, W1))).isEqualTo(2);
    assertThat(
            expected(
                scene(jobSet).with(job("w", 0).succeededFinally(), job("w", 1).succeededFinally())))
        .as("when their turn has come")
        .isEqualTo(2);
  }

  @Test
  void aNegativeBudgetIsNone() {
    assertThat(
            scene(jobSet(2, -1))
                .with(W0, W1)
                .with(pod(W0, 0, 0), pod(W1, 0, 0))
                .plan()
                .condition(JobSetConditions.FAILED))
        .isEmpty();
  }

  @Test
  void withoutTheGateNothingIsDecidedAndNothingForgotten() {
    Scene scene =
        Scene.of(status(jobSet(2, 1), 3, 2))
            .with(W0, W1)
            .with(pod(W0, 0, 9).restarted(9), pod(W1, 0, 9));

    PlannedPass pass = scene.plan();

    assertThat(current(pass)).isEqualTo(3);
    assertThat(previous(pass)).isEqualTo(2);
    assertThat(pass.condition(JobSetConditions.FAILED)).isEmpty();
    assertThat(pass.eventReasons()).as("agents may wait").contains("InPlaceRestartUnavailable");
  }

  @Test
  void onlyAnOperatorWithoutTheGateSaysThatItActsAsRecreate() {
    assertThat(Scene.of(jobSet(2, 1)).plan().eventReasons()).contains("InPlaceRestartUnavailable");
    assertThat(scene(jobSet(2, 1)).plan().eventReasons())
        .doesNotContain("InPlaceRestartUnavailable");
  }

  @Test
  void aStartupOrderByReadinessIsWarnedOfBeforeItHangs() {
    assertThat(scene(JobSets.inOrder(jobSet(2, 1))).plan().eventReasons())
        .contains("InPlaceRestartStartupOrder");
    assertThat(scene(JobSets.inOrder(jobSet(2, 1))).with(W0).plan().eventReasons())
        .as("said once")
        .doesNotContain("InPlaceRestartStartupOrder");
    assertThat(scene(jobSet(2, 1)).plan().eventReasons())
        .doesNotContain("InPlaceRestartStartupOrder");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"0, -, 0, 0, -", "2, 1, 2, 2, 1", "1, 1, 1, 2, 1", "-, -, 0, -, -", "3, 2, -, -, 2"})
  void aSuspensionTakesTheCurrentAttemptBackSoThatAResumeCostsNothing(
      Integer storedCurrent, Integer storedPrevious, Integer one, Integer other, Integer expected) {
    Scene scene = settled(suspended(jobSet(2, 3)), storedCurrent, storedPrevious).with(W0, W1);
    scene.with(one == null ? pod(W0, 0) : pod(W0, 0, one));
    scene.with(other == null ? pod(W1, 0) : pod(W1, 0, other));

    PlannedPass pass = scene.plan();

    assertThat(current(pass)).isEqualTo(expected);
    assertThat(previous(pass)).isEqualTo(storedPrevious);
    assertThat(pass.condition(JobSetConditions.SUSPENDED)).isPresent();
  }

  @Test
  void theAttemptIsNotTakenBackUnlessTheJobsWereSuspended() {
    PlannedPass pass =
        settled(suspended(jobSet(2, 3)), 1, 0)
            .with(W0, W1)
            .with(pod(W0, 0, 1), pod(W1, 0, 1))
            .plan();

    Optional<StatusWrite> afterFailure = pass.plan().statusAfter(0);

    assertThat(afterFailure.map(write -> write.status().getCurrentInPlaceRestartAttempt()))
        .isIn(Optional.empty(), Optional.of(1));
  }

  @Test
  void theAttemptIsTakenBackOnce() {
    JobSetBuilder jobSet =
        JobSets.withConditions(
            status(suspended(jobSet(2, 3)), 1, 0), JobSets.isTrue(JobSetConditions.SUSPENDED));

    PlannedPass pass =
        scene(jobSet)
            .with(job("w", 0).suspended(), job("w", 1).suspended())
            .with(pod(job("w", 0), 0, 2), pod(job("w", 1), 0, 2))
            .plan();

    assertThat(current(pass)).isEqualTo(1);
  }

  @Test
  void theAttemptNeverFallsToWhatIsOutdated() {
    PlannedPass pass =
        settled(suspended(jobSet(2, 3)), 1, 1)
            .with(W0, W1)
            .with(pod(W0, 0, 1), pod(W1, 0, 1))
            .plan();

    assertThat(current(pass)).as("an agent of attempt 1 would end at once").isEqualTo(1);
  }

  @Test
  void podsThatHaveToRestartDoNotBegin() {
    PlannedPass pass =
        settled(jobSet(2, 3), 1, 1).with(W0, W1).with(pod(W0, 0, 0), pod(W1, 0, 0)).plan();

    assertThat(pass.write()).isEmpty();
  }

  @Test
  void anAttemptThatNobodyCanHaveReachedOutdatesNoNewAgent() {
    assertThat(
            previous(
                settled(jobSet(2, 9), 0, null)
                    .with(W0, W1)
                    .with(pod(W0, 0, 0), pod(W1, 0, 7))
                    .plan()))
        .isZero();
    assertThat(previous(scene(jobSet(2, 9)).with(W0, W1).with(pod(W0, 0, 0), pod(W1, 0, 7)).plan()))
        .isNull();
  }

  @Test
  void nothingRestartsOrFailsWhileSuspended() {
    JobSetBuilder jobSet =
        JobSets.withConditions(
            status(suspended(jobSet(2, 1)), 0, 0), JobSets.isTrue(JobSetConditions.SUSPENDED));

    PlannedPass pass =
        scene(jobSet)
            .with(job("w", 0).suspended(), job("w", 1).suspended())
            .with(pod(W0, 0, 1).restarted(5), pod(W1, 0, 3))
            .plan();

    assertThat(pass.condition(JobSetConditions.FAILED)).isEmpty();
    assertThat(current(pass)).isZero();
    assertThat(previous(pass)).isZero();
  }

  @Test
  void anAttemptIsADecimalNumberFromZero() {
    assertThat(Attempt.parse(null)).isEqualTo(new Attempt.Absent());
    assertThat(Attempt.parse("0")).isEqualTo(new Attempt.Known(0));
    assertThat(Attempt.parse("17")).isEqualTo(new Attempt.Known(17));
    assertThat(Attempt.parse("-1")).isEqualTo(new Attempt.Malformed("-1"));
  }

  private static void assertFailed(PlannedPass pass) {
    assertThat(pass.conditionText(JobSetConditions.FAILED))
        .isEqualTo("True/" + JobSetConditionReasons.REACHED_MAX_RESTARTS);
    assertThat(pass.condition(JobSetConditions.FAILED).orElseThrow().getMessage())
        .isEqualTo(JobSetConditionMessages.REACHED_MAX_RESTARTS);
    assertThat(pass.status().getTerminalState()).isEqualTo("Failed");
    assertThat(pass.eventReasons()).contains(JobSetConditionReasons.REACHED_MAX_RESTARTS);
  }

  /** What these Pods of the two Jobs tell. */
  private static InPlaceAttempts seen(InPlacePods... pods) {
    return InPlaceAttempts.of(
        Stream.of(pods).map(InPlacePods::build).toList(), List.of(W0.build(), W1.build()));
  }

  private static long expected(Scene scene) {
    Map<String, Integer> succeeded =
        InPlaceAttempts.of(scene.snapshot().pods(), scene.children().active()).succeeded();
    return InPlacePodCount.of(scene.snapshot(), scene.children(), scene.counts(), succeeded);
  }

  private static Integer current(PlannedPass pass) {
    return pass.status().getCurrentInPlaceRestartAttempt();
  }

  private static Integer previous(PlannedPass pass) {
    return pass.status().getPreviousInPlaceRestartAttempt();
  }

  private static Scene scene(JobSetBuilder jobSet) {
    return Scene.of(jobSet).gate(FeatureGate.IN_PLACE_RESTART);
  }

  /** A JobSet whose status says all there is to say of two running Jobs, and these attempts. */
  private static Scene settled(JobSetBuilder jobSet, Integer current, Integer previous) {
    var counts = scene(jobSet).with(W0, W1).plan().status().getReplicatedJobsStatus();
    JobSetBuilder settled = status(jobSet, current, previous);
    settled.editStatus().withReplicatedJobsStatus(counts).endStatus();
    return scene(settled);
  }

  private static JobSetBuilder status(JobSetBuilder jobSet, Integer current, Integer previous) {
    return jobSet
        .editOrNewStatus()
        .withCurrentInPlaceRestartAttempt(current)
        .withPreviousInPlaceRestartAttempt(previous)
        .endStatus();
  }

  private static JobSetBuilder suspended(JobSetBuilder jobSet) {
    return jobSet.editSpec().withSuspend(true).endSpec();
  }

  private static JobSetBuilder jobSet(int replicas, int maxRestarts) {
    return jobSet(maxRestarts, replicatedJob("w", replicas, 1));
  }

  private static JobSetBuilder jobSet(int maxRestarts, ReplicatedJob... replicatedJobs) {
    return JobSets.jobSet(replicatedJobs)
        .editSpec()
        .withNewFailurePolicy()
        .withMaxRestarts(maxRestarts)
        .withRestartStrategy(RestartStrategy.IN_PLACE_RESTART)
        .endFailurePolicy()
        .endSpec();
  }

  private static ReplicatedJob replicatedJob(String name, int replicas, int pods) {
    return JobSets.replicatedJobOf(name, replicas)
        .editTemplate()
        .editSpec()
        .withParallelism(pods)
        .withCompletions(pods)
        .endSpec()
        .endTemplate()
        .build();
  }
}
