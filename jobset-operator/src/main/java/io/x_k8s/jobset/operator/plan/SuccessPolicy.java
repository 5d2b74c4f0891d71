package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.SuccessPolicyOperator;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.util.List;

/**
 * When a JobSet counts as completed (specification of the controller, section 12). An absent policy
 * reads as {@code All} over all ReplicatedJobs.
 */
final class SuccessPolicy {
  private SuccessPolicy() {}

  /** Whether the policy is met; never before one Job has succeeded. */
  static boolean isMet(Snapshot now, ChildJobs children) {
    return !children.successful().isEmpty() && counted(now, children) >= needed(now);
  }

  static void complete(PlanDraft plan) {
    plan.finish(
        TerminalState.COMPLETED,
        new WantedCondition(
            JobSetConditions.COMPLETED,
            Conditions.TRUE,
            JobSetConditionReasons.ALL_JOBS_COMPLETED,
            JobSetConditionMessages.COMPLETED,
            PlannedEvent.Type.NORMAL),
        JobSetConditionReasons.JOB_SET_COMPLETED,
        JobSetConditionMessages.COMPLETED);
  }

  static long needed(Snapshot now) {
    return switch (operator(now)) {
      case SuccessPolicyOperator.ALL ->
          now.replicatedJobs().stream()
              .filter(replicatedJob -> matches(now, replicatedJob.getName()))
              .mapToLong(JobIndexes::replicasOf)
              .sum();
      case SuccessPolicyOperator.ANY -> 1;
      // The schema refuses other values; one that came in without it completes with any success.
      default -> 0;
    };
  }

  static long counted(Snapshot now, ChildJobs children) {
    return children.successful().stream().filter(job -> matches(now, job.replicatedJob())).count();
  }

  private static String operator(Snapshot now) {
    var policy = now.spec().getSuccessPolicy();
    return policy == null || policy.getOperator() == null
        ? SuccessPolicyOperator.ALL
        : policy.getOperator();
  }

  private static boolean matches(Snapshot now, String replicatedJob) {
    var policy = now.spec().getSuccessPolicy();
    List<String> targets = policy == null ? null : policy.getTargetReplicatedJobs();
    return targets == null || targets.isEmpty() || targets.contains(replicatedJob);
  }
}
