package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What happens when Jobs have failed: exactly one action per pass (specification of the controller,
 * section 10). Here is the choice of rule and Job; {@link FailureAction} does what was chosen.
 */
final class FailurePolicy {
  /** At equal times, which have whole seconds only, the name decides. */
  private static final Comparator<JobRecord> EARLIEST_FAILURE =
      Comparator.comparing(
              (JobRecord job) -> job.finish().flatMap(JobFinish::time).orElse(Instant.MAX))
          .thenComparing(JobRecord::name);

  private FailurePolicy() {}

  static void decide(Snapshot now, ChildJobs children, PlanDraft plan) {
    var policy = now.spec().getFailurePolicy();
    if (policy == null) {
      fail(
          plan,
          JobSetConditionReasons.FAILED_JOBS,
          JobSetConditionMessages.FAILED_JOBS,
          firstFailed(children.failed()).orElseThrow());
      return;
    }
    Choice choice = choose(policy.getRules(), children.failed(), plan);
    FailureAction.apply(now, choice, plan);
  }

  /** The first rule that matches a failed Job, and the earliest failure among its matches. */
  static Choice choose(
      List<FailurePolicyRule> rules, Collection<JobRecord> failed, PlanDraft plan) {
    for (FailurePolicyRule rule : rules == null ? List.<FailurePolicyRule>of() : rules) {
      FailureRuleMatcher matcher = FailureRuleMatcher.of(rule);
      matcher.warnings().forEach(plan::warn);
      Optional<JobRecord> first = firstFailed(failed.stream().filter(matcher::matches).toList());
      if (first.isPresent()) {
        return new Choice(Optional.of(rule), first.get());
      }
    }
    return new Choice(Optional.empty(), firstFailed(failed).orElseThrow());
  }

  static Optional<JobRecord> firstFailed(Collection<JobRecord> failed) {
    return failed.stream().filter(JobRecord::failedFinally).min(EARLIEST_FAILURE);
  }

  /** Ends the JobSet as failed. */
  static void fail(PlanDraft plan, String reason, String message, JobRecord firstFailed) {
    fail(plan, reason, naming(message, firstFailed));
  }

  /** Ends the JobSet as failed where no Job is to blame. */
  static void fail(PlanDraft plan, String reason, String message) {
    plan.finish(
        TerminalState.FAILED,
        new WantedCondition(
            JobSetConditions.FAILED, Conditions.TRUE, reason, message, PlannedEvent.Type.WARNING),
        JobSetConditionReasons.JOB_SET_FAILED,
        JobSetConditionMessages.FAILED);
  }

  static String naming(String message, JobRecord firstFailed) {
    return message + JobSetConditionMessages.FIRST_FAILED_JOB.formatted(firstFailed.name());
  }

  /**
   * What was chosen.
   *
   * @param rule the rule that matched; empty when none did
   * @param job the Job that messages name
   */
  record Choice(Optional<FailurePolicyRule> rule, JobRecord job) {}
}
