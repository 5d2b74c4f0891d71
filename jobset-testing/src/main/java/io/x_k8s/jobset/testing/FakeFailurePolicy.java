package io.x_k8s.jobset.testing;

import com.google.re2j.Pattern;
import io.x_k8s.jobset.v1alpha2.FailurePolicy;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the operator does about a failed Job. Restarts of single Jobs are taken as allowed. */
final class FakeFailurePolicy {
  private FakeFailurePolicy() {}

  static Decision decide(FailurePolicy policy, FakeJob job, JobSetStatus status) {
    if (policy == null) {
      return fail(JobSetConditionReasons.FAILED_JOBS, JobSetConditionMessages.FAILED_JOBS, job);
    }
    var rule = orEmpty(policy.getRules()).stream().filter(each -> matches(each, job)).findFirst();
    var action = rule.map(FailurePolicyRule::getAction).orElse(FailurePolicyAction.RESTART_JOB_SET);
    var message = naming(JobSetConditionMessages.FAILURE_POLICY_ACTION.formatted(action), job);
    return switch (action) {
      case FailurePolicyAction.FAIL_JOB_SET ->
          new Decision(
              Kind.FAIL, JobSetConditionReasons.FAIL_JOB_SET_FAILURE_POLICY_ACTION, message, false);
      case FailurePolicyAction.RESTART_JOB_SET ->
          isUsedUp(policy, status)
              ? reachedMaxRestarts(job)
              : new Decision(Kind.RESTART_JOB_SET, reason(rule), message, true);
      case FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS ->
          new Decision(Kind.RESTART_JOB_SET, reason(rule), message, false);
      case FailurePolicyAction.RESTART_JOB ->
          isUsedUp(policy, status)
              ? reachedMaxRestarts(job)
              : new Decision(Kind.RESTART_JOB, "", message, true);
      case FailurePolicyAction.RESTART_JOB_AND_IGNORE_MAX_RESTARTS ->
          new Decision(Kind.RESTART_JOB, "", message, false);
      default ->
          throw new IllegalStateException(
              "The JobSet has a failure policy rule with the action \"%s\", which no operator knows."
                  .formatted(action));
    };
  }

  private static boolean matches(FailurePolicyRule rule, FakeJob job) {
    var reasons = orEmpty(rule.getOnJobFailureReasons());
    var targets = orEmpty(rule.getTargetReplicatedJobs());
    var patterns = orEmpty(rule.getOnJobFailureMessagePatterns());
    return (reasons.isEmpty() || reasons.contains(job.failureReason()))
        && (targets.isEmpty() || targets.contains(job.replicatedJob()))
        && (patterns.isEmpty()
            || patterns.stream()
                .anyMatch(text -> Pattern.compile(text).matcher(job.failureMessage()).find()));
  }

  private static boolean isUsedUp(FailurePolicy policy, JobSetStatus stored) {
    var status = Objects.requireNonNullElseGet(stored, JobSetStatus::new);
    var used =
        status.getRestartsCountTowardsMax()
            + FakeJobRestarts.countTowardsMax(status.getReplicatedJobsStatus());
    return used >= Objects.requireNonNullElse(policy.getMaxRestarts(), 0);
  }

  private static String reason(Optional<FailurePolicyRule> rule) {
    return rule.map(found -> JobSetConditionReasons.FAILURE_POLICY_PREFIX + found.getName())
        .orElse(JobSetConditionReasons.DEFAULT_FAILURE_POLICY);
  }

  private static Decision reachedMaxRestarts(FakeJob job) {
    return fail(
        JobSetConditionReasons.REACHED_MAX_RESTARTS,
        JobSetConditionMessages.REACHED_MAX_RESTARTS,
        job);
  }

  private static Decision fail(String reason, String message, FakeJob job) {
    return new Decision(Kind.FAIL, reason, naming(message, job), false);
  }

  private static String naming(String message, FakeJob job) {
    return message + JobSetConditionMessages.FIRST_FAILED_JOB.formatted(job.name());
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }

  /** What becomes of the JobSet. */
  enum Kind {
    FAIL,
    RESTART_JOB_SET,
    RESTART_JOB
  }

  /**
   * What is decided.
   *
   * @param kind what becomes of the JobSet
   * @param reason of the condition that tells of it; empty where none does
   * @param message of that condition
   * @param countsTowardsMax whether a restart uses the budget
   */
  record Decision(Kind kind, String reason, String message, boolean countsTowardsMax) {}
}
