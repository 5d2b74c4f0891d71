package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.JobSets.rule;
import static io.x_k8s.jobset.operator.plan.JobSets.ruleOf;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule is chosen, and which Job it is about. */
class FailurePolicyTest {
  private static final Instant EARLY = Scene.NOW.minusSeconds(60);

  @Test
  @Tag("controller:R-022")
  void theFirstFailedJobIsTheOneThatFailedEarliest() {
    JobRecord first = job(B, 1).failedAt(EARLY).build();

    assertThat(FailurePolicy.firstFailed(List.of())).isEmpty();
    assertThat(FailurePolicy.firstFailed(List.of(first))).contains(first);
    assertThat(
            FailurePolicy.firstFailed(
                List.of(
                    job(A, 0).failedAt(EARLY.plusSeconds(10)).build(),
                    first,
                    job(B, 0).failedAt(EARLY.plusSeconds(5)).build())))
        .contains(first);
    assertThat(FailurePolicy.firstFailed(List.of(job(A, 0).build()))).isEmpty();
  }

  @Test
  void ofJobsThatFailedInTheSameSecondTheNameDecides() {
    JobRecord one = job(B, 1).failed().build();
    JobRecord two = job(B, 2).failed().build();

    assertThat(FailurePolicy.firstFailed(List.of(two, one))).contains(one);
    assertThat(FailurePolicy.firstFailed(List.of(one, two))).contains(one);
  }

  @ParameterizedTest(name = "rule(reason [{0}], target [{1}]) and job(reason {2}, in {3}): {4}")
  @CsvSource({
    ", , R1, a, true",
    ", , R2, b, true",
    ", a, R1, a, true",
    ", a, R1, b, false",
    "R1, , R1, b, true",
    "R1, , R2, a, false",
    "R1, a, R1, a, true",
    "R1, a, R1, b, false",
    "R1, a, R2, a, false",
  })
  @Tag("controller:R-023")
  void reasonAndTargetMustBothHold(
      String reason, String target, String jobReason, String replicatedJob, boolean matches) {
    var rule = ruleOf("r", "FailJobSet");
    if (reason != null) {
      rule.withOnJobFailureReasons(reason);
    }
    if (target != null) {
      rule.withTargetReplicatedJobs(target);
    }

    assertThat(matches(rule.build(), job(replicatedJob, 0).failed(jobReason, "")))
        .isEqualTo(matches);
  }

  @ParameterizedTest(name = "{0} in [{1}]: {2}")
  @CsvSource({
    "^job failed because.*, job failed because of a bug, true",
    "^job failed because.*, the job failed because of a bug, false",
  })
  @Tag("controller:R-024")
  void aPatternMayBeAnchored(String pattern, String message, boolean matches) {
    FailurePolicyRule rule =
        ruleOf("r", "FailJobSet").withOnJobFailureMessagePatterns(pattern).build();

    assertThat(matches(rule, job(A, 0).failed("R1", message))).isEqualTo(matches);
  }

  @ParameterizedTest(name = "{0} in [{1}]: {2}")
  @CsvSource({
    "some message, this is some message with critical error, true",
    "some message, some critical error with a message, false",
    "^some message$, 'line\nsome message', false",
    "(?m)^some message$, 'line\nsome message', true",
    "(?i)SOME, awesome, true",
  })
  void aPatternIsSearchedForAnywhereInTheSyntaxOfRe2(
      String pattern, String message, boolean matches) {
    FailurePolicyRule rule =
        ruleOf("r", "FailJobSet").withOnJobFailureMessagePatterns(pattern).build();

    assertThat(matches(rule, job(A, 0).failed("R1", message))).isEqualTo(matches);
  }

  @Test
  @Tag("controller:R-025")
  void reasonAndPatternMustBothHold() {
    FailurePolicyRule rule =
        ruleOf("r", "FailJobSet")
            .withOnJobFailureReasons("R1")
            .withOnJobFailureMessagePatterns(".*bug.*")
            .build();

    assertThat(matches(rule, job(A, 0).failed("R1", "there was a bug in it"))).isTrue();
    assertThat(matches(rule, job(A, 0).failed("R1", "all went well"))).isFalse();
    assertThat(matches(rule, job(A, 0).failed("R2", "there was a bug in it"))).isFalse();
  }

  @Test
  @Tag("controller:R-026")
  void anInvalidPatternMatchesNothingAndIsReported() {
    FailurePolicyRule rule =
        ruleOf("Rule1", "FailJobSet").withOnJobFailureMessagePatterns("(?!x)", "second").build();

    PlannedPass pass =
        Scene.of(JobSets.f1(1, rule)).with(job(A, 0).failed("R1", "the second one")).plan();

    assertThat(pass.conditionText("Failed")).isEqualTo("True/FailJobSetFailurePolicyAction");
    assertThat(pass.events().getFirst())
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(PlannedEvent.Type.WARNING);
              assertThat(event.note()).contains("Rule1", "(?!x)");
            });
  }

  @Test
  @Tag("controller:R-027")
  void aJobThatDoesNotNameItsReplicatedJobMatchesNoRule() {
    assertThat(matches(rule("FailJobSet"), job(A, 0).withoutReplicatedJob().failed())).isFalse();
  }

  @Test
  @Tag("controller:R-028")
  void withoutAMatchingRuleNoneIsChosen() {
    JobRecord failed = job(A, 0).failed("R1", "").build();

    assertThat(FailurePolicy.choose(List.of(), List.of(failed), draft()))
        .isEqualTo(new FailurePolicy.Choice(Optional.empty(), failed));
    assertThat(FailurePolicy.choose(null, List.of(failed), draft()))
        .isEqualTo(new FailurePolicy.Choice(Optional.empty(), failed));
    assertThat(FailurePolicy.choose(List.of(rule("FailJobSet", "R2")), List.of(failed), draft()))
        .isEqualTo(new FailurePolicy.Choice(Optional.empty(), failed));
    assertThat(Scene.of(JobSets.f1(1)).plan().condition("RestartingJobSet"))
        .as("no failed Job, nothing to choose for")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  @Tag("controller:R-029")
  void theFirstRuleThatMatchesIsChosen(int matching) {
    List<FailurePolicyRule> rules = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rules.add(
          ruleOf("rule" + i, "FailJobSet")
              .withOnJobFailureReasons(i >= matching ? "R1" : "R2")
              .build());
    }
    JobRecord failed = job(A, 0).failed("R1", "").build();

    assertThat(FailurePolicy.choose(rules, List.of(failed), draft()))
        .isEqualTo(new FailurePolicy.Choice(Optional.of(rules.get(matching)), failed));
  }

  @Test
  @Tag("controller:R-030")
  void amongTheMatchesOfARuleTheEarliestFailureIsChosen() {
    JobRecord late = job(B, 0).failedAt(EARLY.plusSeconds(10)).build();
    JobRecord early = job(B, 1).failedAt(EARLY).build();

    assertThat(
            FailurePolicy.choose(List.of(rule("FailJobSet")), List.of(late, early), draft()).job())
        .isEqualTo(early);
  }

  @Test
  @Tag("controller:R-031")
  void aRuleThatMatchesNothingIsPassedOver() {
    JobRecord late = job(B, 0).failedAt(EARLY.plusSeconds(10)).build();
    JobRecord early = job(B, 1).failedAt(EARLY).build();
    FailurePolicyRule matching = rule("FailJobSet");

    assertThat(
            FailurePolicy.choose(
                List.of(rule("RestartJobSet", "Never"), matching), List.of(late, early), draft()))
        .isEqualTo(new FailurePolicy.Choice(Optional.of(matching), early));
  }

  @Test
  void anEarlierRuleWinsOverAnEarlierFailure() {
    JobRecord late = job(B, 0).failed("R1", "", EARLY.plusSeconds(10)).build();
    JobRecord early = job(B, 1).failed("R2", "", EARLY).build();
    FailurePolicyRule first = rule("FailJobSet", "R1");

    assertThat(
            FailurePolicy.choose(
                List.of(first, rule("RestartJobSet", "R2")), List.of(late, early), draft()))
        .isEqualTo(new FailurePolicy.Choice(Optional.of(first), late));
  }

  private static boolean matches(FailurePolicyRule rule, Jobs... jobs) {
    FailureRuleMatcher matcher = FailureRuleMatcher.of(rule);
    return Arrays.stream(jobs).map(Jobs::build).allMatch(matcher::matches);
  }

  private static PlanDraft draft() {
    return new PlanDraft(Scene.of(JobSets.f1()).snapshot());
  }
}
