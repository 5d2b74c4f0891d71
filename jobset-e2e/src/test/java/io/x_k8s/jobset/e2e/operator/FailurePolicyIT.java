package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.B2;
import static io.x_k8s.jobset.e2e.operator.JobSets.POD_FAILURE_POLICY;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.failurePolicy;
import static io.x_k8s.jobset.e2e.operator.JobSets.rule;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRuleBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@OperatorTest
class FailurePolicyIT {
  private static final String BACKOFF = "BackoffLimitExceeded";

  @Test
  @Tag("controller:R-002")
  void failedJobStaysAndActiveOnesAreDeleted(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().ready(A0, B1, B2);

    namespace.jobController().fail(B0);

    namespace.jobController().finishDeleting(3);
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(B0));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(B0));
    assertThat(namespace.job(B0).getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  @Tag("controller:R-003")
  void budgetIsUsedUpByTheSecondFailure(TestNamespace namespace) {
    namespace.create(f1(1));
    namespace.jobController().fail(B0);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1).isNotFinished());
    namespace.jobController().finishDeleting(4);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));

    namespace.jobController().fail(B2);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isFailed("ReachedMaxRestarts")
                .hasMessage(
                    JobSetConditions.FAILED,
                    "jobset failed due to reaching max number of restarts (first failed job: %s)"
                        .formatted(B2))
                .hasRestarts(1, 1)
                .hasCondition(JobSetConditions.RESTARTING_JOB_SET, "False", "JobSetFailed"));
  }

  @ParameterizedTest
  @MethodSource
  @Tag("controller:R-004")
  @Tag("controller:R-008")
  @Tag("controller:R-009")
  @Tag("controller:R-016")
  @Tag("controller:R-018")
  void ruleFailsTheJobSet(
      List<FailurePolicyRule> rules,
      String job,
      String reason,
      String message,
      TestNamespace namespace) {
    namespace.create(f1(1, rules.toArray(new FailurePolicyRule[0])));

    namespace.jobController().fail(job, reason, message);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isFailed("FailJobSetFailurePolicyAction")
                .hasMessage(
                    JobSetConditions.FAILED,
                    "applying FailJobSet failure policy action (first failed job: %s)"
                        .formatted(job))
                .hasRestarts(0, 0));
  }

  static Stream<Arguments> ruleFailsTheJobSet() {
    FailurePolicyRuleBuilder byBoth =
        failJobSet()
            .withOnJobFailureReasons(POD_FAILURE_POLICY)
            .withOnJobFailureMessagePatterns("some message");
    return Stream.of(
        argumentSet("R-004 any failure", rules(failJobSet()), B0, POD_FAILURE_POLICY, "x"),
        argumentSet(
            "R-008 reason and message", rules(byBoth), B0, POD_FAILURE_POLICY, "some message"),
        argumentSet(
            "R-009 pattern found anywhere",
            rules(byBoth),
            B0,
            POD_FAILURE_POLICY,
            "this is some message with critical error"),
        argumentSet(
            "R-016 reason and target",
            rules(
                failJobSet().withOnJobFailureReasons("FailedIndexes").withTargetReplicatedJobs(B)),
            B1,
            "FailedIndexes",
            "x"),
        argumentSet(
            "R-018 first of two rules", rules(failJobSet(), restartJobSet()), B0, BACKOFF, "x"));
  }

  @ParameterizedTest
  @MethodSource
  @Tag("controller:R-005")
  @Tag("controller:R-006")
  @Tag("controller:R-007")
  @Tag("controller:R-010")
  @Tag("controller:R-017")
  @Tag("controller:R-019")
  void restartsTheJobSet(
      List<FailurePolicyRule> rules, String reason, String message, TestNamespace namespace) {
    namespace.create(f1(1, rules.toArray(new FailurePolicyRule[0])));

    namespace.jobController().fail(B0, reason, message);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isNotFinished()
                .hasRestarts(1, 1)
                .hasJobRestarts(A, null, null)
                .hasJobRestarts(B, null, null));
  }

  static Stream<Arguments> restartsTheJobSet() {
    String almost = "some critical error with a message";
    return Stream.of(
        argumentSet(
            "R-005 other reason",
            rules(failJobSet().withOnJobFailureReasons(BACKOFF)),
            POD_FAILURE_POLICY,
            "x"),
        argumentSet(
            "R-006 other message",
            rules(failJobSet().withOnJobFailureMessagePatterns("some message")),
            BACKOFF,
            almost),
        argumentSet(
            "R-007 reason matches, message does not",
            rules(
                failJobSet()
                    .withOnJobFailureReasons(BACKOFF)
                    .withOnJobFailureMessagePatterns("some message")),
            BACKOFF,
            almost),
        argumentSet(
            "R-010 rule with action RestartJobSet",
            rules(restartJobSet().withOnJobFailureReasons(POD_FAILURE_POLICY), failJobSet()),
            POD_FAILURE_POLICY,
            "x"),
        argumentSet(
            "R-017 other target",
            rules(failJobSet().withOnJobFailureReasons(BACKOFF).withTargetReplicatedJobs(A)),
            BACKOFF,
            "x"),
        argumentSet(
            "R-019 first of two rules", rules(restartJobSet(), failJobSet()), BACKOFF, "x"));
  }

  @Test
  @Tag("controller:R-011")
  @Gates("RestartJob")
  void restartOfTheJobSetCountsNoSingleJobs(TestNamespace namespace) {
    namespace.create(
        f1(
            1,
            restartJobSet().withOnJobFailureReasons(POD_FAILURE_POLICY).build(),
            failJobSet().build()));

    namespace.jobController().fail(B0, POD_FAILURE_POLICY, "x");

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isNotFinished()
                .hasRestarts(1, 1)
                .hasJobRestarts(A, null, null)
                .hasJobRestarts(B, null, null));
  }

  @Test
  @Tag("controller:R-012")
  @Tag("controller:R-014")
  @Gates("RestartJob")
  void singleJobIsRestartedAndCounted(TestNamespace namespace) {
    namespace.create(
        f1(
            1,
            restartJob(FailurePolicyAction.RESTART_JOB)
                .withOnJobFailureReasons(POD_FAILURE_POLICY)
                .build(),
            failJobSet().build()));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    Map<String, String> before = namespace.jobUids();

    namespace.jobController().fail(A0, POD_FAILURE_POLICY, "x");

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isNotFinished()
                .hasRestarts(0, 0)
                .hasJobRestarts(A, List.of(1), List.of(1))
                .hasJobRestarts(B, null, null)
                .hasNoCondition(JobSetConditions.RESTARTING_JOB_SET));
    namespace.jobController().finishDeleting(1);
    eventually(
        () ->
            assertThat(namespace.jobUids())
                .containsOnlyKeys(ALL_JOBS)
                .doesNotContainEntry(A0, before.get(A0)));
    assertThat(namespace.job(A0).getMetadata().getLabels())
        .containsEntry("jobset.sigs.k8s.io/job-restart-attempt", "1")
        .containsEntry("jobset.sigs.k8s.io/restart-attempt", "0");
    before.remove(A0);
    consistently(() -> assertThat(namespace.jobUids()).containsAllEntriesOf(before));
    assertThat(namespace.events())
        .containsExactly(
            new JobSetEvent(
                "Warning",
                "RestartJobFailurePolicyAction",
                "applying RestartJob failure policy action (first failed job: %s)".formatted(A0),
                1));
  }

  @Test
  @Tag("controller:R-013")
  @Gates("RestartJob")
  void singleJobIsRestartedBeyondTheBudget(TestNamespace namespace) {
    namespace.create(
        f1(1, restartJob(FailurePolicyAction.RESTART_JOB_AND_IGNORE_MAX_RESTARTS).build()));

    namespace.jobController().fail(A0);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isNotFinished()
                .hasRestarts(0, 0)
                .hasJobRestarts(A, List.of(1), null)
                .hasJobRestarts(B, null, null));
    eventually(
        () ->
            assertThat(namespace.events())
                .extracting(JobSetEvent::reason)
                .containsExactly("RestartJobAndIgnoreMaxRestartsFailurePolicyAction"));
  }

  @Test
  @Tag("controller:R-015")
  void ignoredBudgetIsNeverUsedUp(TestNamespace namespace) {
    restartThreeTimesWithoutCounting(namespace);
  }

  @Test
  @Tag("controller:R-015")
  @Gates("RestartJob")
  void ignoredBudgetIsNeverUsedUpEither(TestNamespace namespace) {
    restartThreeTimesWithoutCounting(namespace);
  }

  private static void restartThreeTimesWithoutCounting(TestNamespace namespace) {
    namespace.create(
        f1(
            1,
            rule("r0", FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS)
                .withOnJobFailureReasons(POD_FAILURE_POLICY)
                .build(),
            failJobSet().build()));
    for (int restart = 1; restart <= 3; restart++) {
      int restarts = restart;
      namespace.jobController().fail(B0, POD_FAILURE_POLICY, "x");
      eventually(
          () ->
              JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(restarts, 0).isNotFinished());
      namespace.jobController().finishDeleting(4);
      eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("" + restarts, 4L)));
    }
    JobSetAssert.assertThat(namespace.jobSet())
        .hasMessage(
            JobSetConditions.RESTARTING_JOB_SET,
            "applying RestartJobSetAndIgnoreMaxRestarts failure policy action (first failed job: %s)"
                .formatted(B0));
  }

  @Test
  @Tag("controller:R-020")
  void laterRuleAppliesToOtherFailures(TestNamespace namespace) {
    namespace.create(
        f1(
            1,
            rule("r0", FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS)
                .withOnJobFailureReasons("MaxFailedIndexesExceeded")
                .withTargetReplicatedJobs(A)
                .build(),
            failJobSet().build()));
    for (int restart = 1; restart <= 3; restart++) {
      int restarts = restart;
      namespace.jobController().fail(A0, "MaxFailedIndexesExceeded", "x");
      eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(restarts, 0));
      namespace.jobController().finishDeleting(4);
      eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("" + restarts, 4L)));
    }

    namespace.jobController().fail(B0);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isFailed("FailJobSetFailurePolicyAction")
                .hasRestarts(3, 0));
  }

  @Test
  @Tag("controller:R-021")
  void completedJobsAreRestartedToo(TestNamespace namespace) {
    namespace.create(f1(1));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    namespace.proxy().pauseWatches("jobs");
    namespace.jobController().complete(A0);
    namespace.jobController().fail(B0);
    namespace.proxy().resumeWatches();

    namespace.jobController().finishDeleting(4);

    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted().hasRestarts(1, 1));
  }

  @Test
  @Tag("controller:R-042")
  void simultaneousFailuresCostOneRestart(TestNamespace namespace) {
    namespace.create(f1(3));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    namespace.proxy().pauseWatches("jobs");
    namespace.jobController().fail(A0);
    namespace.jobController().fail(B2);

    namespace.proxy().resumeWatches();

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1));
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1));
  }

  @Test
  @Tag("controller:R-043")
  @Gates("RestartJob")
  void simultaneousFailuresOfSingleJobsAreCountedOneByOne(TestNamespace namespace) {
    namespace.create(f1(5, restartJob(FailurePolicyAction.RESTART_JOB).build()));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    namespace.proxy().pauseWatches("jobs");
    namespace.jobController().fail(B0);
    namespace.jobController().fail(B1);

    namespace.proxy().resumeWatches();

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasJobRestarts(B, List.of(1, 1, 0), List.of(1, 1, 0))
                .hasRestarts(0, 0));
    eventually(
        () ->
            assertThat(namespace.events())
                .extracting(JobSetEvent::note)
                .containsExactly(
                    "applying RestartJob failure policy action (first failed job: %s)"
                        .formatted(B0),
                    "applying RestartJob failure policy action (first failed job: %s)"
                        .formatted(B1)));
  }

  @Test
  @Tag("controller:R-044")
  void restartIsToldByTwoEvents(TestNamespace namespace) {
    namespace.create(f1(3));

    namespace.jobController().fail(B1);

    String note =
        "applying RestartJobSet failure policy action (first failed job: %s)".formatted(B1);
    eventually(
        () ->
            assertThat(namespace.events())
                .containsExactly(
                    new JobSetEvent("Warning", "DefaultFailurePolicy", note, 1),
                    new JobSetEvent("Warning", "RestartJobSetFailurePolicyAction", note, 1)));
  }

  @Test
  @Tag("controller:R-045")
  void suspendedJobSetIsRestartedSuspended(TestNamespace namespace) {
    namespace.create(f1(failurePolicy(1).andThen(spec -> spec.withSuspend(true))));
    namespace.jobController().suspended(ALL_JOBS);

    namespace.jobController().fail(B0);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1));
    namespace.jobController().finishDeleting(4);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
    assertThat(namespace.suspendedJobs()).doesNotContainValue(false);
  }

  @Test
  @Tag("controller:R-046")
  void withoutABudgetTheFirstFailureIsFinal(TestNamespace namespace) {
    namespace.create(f1(0));

    namespace.jobController().fail(B0);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isFailed("ReachedMaxRestarts")
                .hasRestarts(0, 0));
  }

  @Test
  @Tag("controller:R-047")
  void failureSeenTwiceIsCountedOnce(TestNamespace namespace) {
    namespace.create(f1(5));
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": "));
    namespace.proxy().pauseWatches("jobsets");
    // The operator neither hears nor sees that its write was done.
    namespace.proxy().add(ApiFault.loseAnswers(ApiRequest::isStatusWrite).times(1));

    namespace.jobController().fail(B0);

    namespace.jobController().finishDeleting(4);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
    assertThat(namespace.proxy().exchanges())
        .anyMatch(exchange -> exchange.request().isStatusWrite() && exchange.code() == 409);
    namespace.proxy().resumeWatches();
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1));
  }

  private static FailurePolicyRuleBuilder failJobSet() {
    return rule("fail", FailurePolicyAction.FAIL_JOB_SET);
  }

  private static FailurePolicyRuleBuilder restartJobSet() {
    return rule("restart", FailurePolicyAction.RESTART_JOB_SET);
  }

  private static FailurePolicyRuleBuilder restartJob(String action) {
    return rule("single", action);
  }

  private static List<FailurePolicyRule> rules(FailurePolicyRuleBuilder... rules) {
    return Stream.of(rules).map(FailurePolicyRuleBuilder::build).toList();
  }
}
