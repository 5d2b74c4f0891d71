package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.plan.Action.FieldChange;
import io.x_k8s.jobset.operator.plan.Action.PatchJob;
import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.util.List;
import java.util.Optional;

/**
 * Stops the Jobs of a JobSet whose user or queue says so, and lets them run again (specification of
 * the controller, section 18); {@link Resumption} says what a Job looks like when it does.
 */
final class Suspension {
  private static final WantedCondition SUSPENDED =
      condition(
          JobSetConditions.SUSPENDED,
          Conditions.TRUE,
          JobSetConditionReasons.SUSPENDED_JOBS,
          JobSetConditionMessages.SUSPENDED);
  private static final WantedCondition RESUMED =
      condition(
          JobSetConditions.SUSPENDED,
          Conditions.FALSE,
          JobSetConditionReasons.RESUME_JOBS,
          JobSetConditionMessages.RESUMED);
  private static final WantedCondition NOT_RESTARTING =
      condition(
          JobSetConditions.RESTARTING_JOB_SET,
          Conditions.FALSE,
          JobSetConditionReasons.JOB_SET_SUSPENDED,
          JobSetConditionMessages.SUSPENDED);

  private Suspension() {}

  /**
   * Stops what runs. It goes before anything is made, so that a Job or Service that the API server
   * refuses does not keep a queue from getting its quota back.
   */
  static void suspend(ChildJobs children, PlanDraft plan) {
    plan.stage(
        children.active().stream()
            .filter(job -> !job.suspend() && !job.deleting())
            .map(
                job ->
                    new PatchJob(
                        job.name(),
                        job.uid(),
                        false,
                        List.of(new FieldChange("/spec/suspend", true)),
                        "suspension"))
            .toList(),
        Optional.empty());
  }

  /** Says that the JobSet is suspended: all of its Jobs exist and none runs. */
  static void tell(PlanDraft plan) {
    plan.conditionAfterStages(SUSPENDED);
    plan.conditionAfterStages(NOT_RESTARTING);
  }

  static void resume(Snapshot now, ChildJobs children, StartupOrder startupOrder, PlanDraft plan) {
    if (children.active().stream().anyMatch(JobRecord::suspend)) {
      boolean waits = Resumption.plan(now, children, startupOrder, plan);
      if (waits) {
        return;
      }
    }
    if (startupOrder.isOver()) {
      plan.conditionAfterStages(RESUMED);
    }
  }

  private static WantedCondition condition(
      String type, String status, String reason, String message) {
    return new WantedCondition(type, status, reason, message, PlannedEvent.Type.NORMAL);
  }
}
