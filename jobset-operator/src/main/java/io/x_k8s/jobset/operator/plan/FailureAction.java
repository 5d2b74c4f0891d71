package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.Optional;

/**
 * Carries out what the failure policy chose (specification of the controller, section 10.3). A
 * restart only raises counters; the passes that follow do the work.
 */
final class FailureAction {
  private final Snapshot now;
  private final FailurePolicy.Choice choice;
  private final String action;
  private final PlanDraft plan;

  private FailureAction(Snapshot now, FailurePolicy.Choice choice, PlanDraft plan) {
    this.now = now;
    this.choice = choice;
    this.action =
        choice.rule().map(rule -> rule.getAction()).orElse(FailurePolicyAction.RESTART_JOB_SET);
    this.plan = plan;
  }

  static void apply(Snapshot now, FailurePolicy.Choice choice, PlanDraft plan) {
    new FailureAction(now, choice, plan).apply();
  }

  private void apply() {
    switch (action) {
      case FailurePolicyAction.FAIL_JOB_SET ->
          FailurePolicy.fail(
              plan,
              JobSetConditionReasons.FAIL_JOB_SET_FAILURE_POLICY_ACTION,
              applying(),
              choice.job());
      case FailurePolicyAction.RESTART_JOB_SET -> {
        if (withinBudget()) {
          restartJobSet(1);
        }
      }
      case FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS -> restartJobSet(0);
      case FailurePolicyAction.RESTART_JOB -> {
        if (singleJobsMayRestart() && withinBudget()) {
          restartJob(true);
        }
      }
      case FailurePolicyAction.RESTART_JOB_AND_IGNORE_MAX_RESTARTS -> {
        if (singleJobsMayRestart()) {
          restartJob(false);
        }
      }
      default -> plan.block("unknown failure policy action \"" + action + "\"");
    }
  }

  private void restartJobSet(int budget) {
    plan.restarts(now.restarts() + 1, now.restartsCountTowardsMax() + budget);
    plan.condition(
        new WantedCondition(
            JobSetConditions.RESTARTING_JOB_SET,
            Conditions.TRUE,
            choice
                .rule()
                .map(rule -> JobSetConditionReasons.FAILURE_POLICY_PREFIX + rule.getName())
                .orElse(JobSetConditionReasons.DEFAULT_FAILURE_POLICY),
            FailurePolicy.naming(applying(), choice.job()),
            PlannedEvent.Type.WARNING));
    tellAction();
    StartupOrder.beginAgain(now, plan);
  }

  private void restartJob(boolean countsTowardsMax) {
    JobRecord job = choice.job();
    Optional<ReplicatedJob> replicatedJob =
        now.replicatedJobs().stream()
            .filter(candidate -> job.replicatedJob().equals(candidate.getName()))
            .findFirst();
    int replicas = replicatedJob.map(JobIndexes::replicasOf).orElse(0);
    int index = job.index().orElse(-1);
    if (index < 0 || index >= replicas) {
      plan.block(
          "cannot restart job \"%s\" alone: its labels do not say which Job of which ReplicatedJob it is"
              .formatted(job.name()));
      return;
    }
    plan.jobRestarted(job.replicatedJob(), index, replicas, countsTowardsMax);
    tellAction();
  }

  /** Whether the budget allows one more restart; if not, the JobSet fails. */
  private boolean withinBudget() {
    int used = now.restartsCountTowardsMax();
    if (now.isEnabled(FeatureGate.RESTART_JOB)) {
      used += JobRestarts.countTowardsMax(now);
    }
    if (used < Snapshot.orZero(now.spec().getFailurePolicy().getMaxRestarts())) {
      return true;
    }
    FailurePolicy.fail(
        plan,
        JobSetConditionReasons.REACHED_MAX_RESTARTS,
        JobSetConditionMessages.REACHED_MAX_RESTARTS,
        choice.job());
    return false;
  }

  private boolean singleJobsMayRestart() {
    if (now.isEnabled(FeatureGate.RESTART_JOB)) {
      return true;
    }
    plan.block(
        action
            + " failure policy action cannot be used when the feature gate RestartJob is disabled");
    return false;
  }

  private void tellAction() {
    plan.tell(
        PlannedEvent.warning(
            action + "FailurePolicyAction", FailurePolicy.naming(applying(), choice.job())));
  }

  private String applying() {
    return JobSetConditionMessages.FAILURE_POLICY_ACTION.formatted(action);
  }
}
