package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;

/** Decides one pass over a JobSet. Pure: equal snapshots give equal plans. */
public final class JobSetPlanner {

  /**
   * Decides one pass.
   *
   * @param now what is known
   * @return what to do; {@link Plan#NOTHING} for a JobSet that is being deleted
   */
  public Plan plan(Snapshot now) {
    if (now.isBeingDeleted()) {
      return Plan.NOTHING;
    }
    PlanDraft plan = new PlanDraft(now);
    if (now.isManagedElsewhere()) {
      if (now.isFinished()) {
        TimeToLive.apply(now, plan);
      }
      return plan.build();
    }

    ChildJobs children = ChildJobs.of(now);
    ReplicatedJobCounts counts = ReplicatedJobCounts.of(now, children);
    plan.counts(counts.toStatus(now));
    if (counts.haveBecomeAllReady(now)) {
      plan.milestone();
    }

    if (now.isFinished()) {
      plan.delete(children.active());
      plan.delete(children.previous());
      TimeToLive.apply(now, plan);
      return plan.build();
    }

    MislabeledJobs.warn(now, children, plan);
    plan.delete(children.previous());
    if (!now.isSuspended() && counts.allReady()) {
      plan.condition(RESTARTED);
    }
    if (!children.failed().isEmpty()) {
      FailurePolicy.decide(now, children, plan);
      return plan.build();
    }
    if (SuccessPolicy.isMet(now, children)) {
      SuccessPolicy.complete(plan);
      return plan.build();
    }
    if (now.isSuspended()) {
      Suspension.suspend(children, plan);
    }
    if (InPlaceRestart.decide(now, children, counts, plan)) {
      return plan.build();
    }
    HeadlessService.ensure(now, plan);
    VolumeClaims.ensure(now, plan);
    Elasticity.adjust(now, children, plan);
    InPlaceRestart.warn(now, plan);
    StartupOrder startupOrder = new StartupOrder(now, children, counts);
    startupOrder.create(plan);
    if (now.isSuspended()) {
      Suspension.tell(plan);
      InPlaceRestart.suspend(now, children, plan);
    } else {
      Suspension.resume(now, children, startupOrder, plan);
    }
    return plan.build();
  }

  private static final WantedCondition RESTARTED =
      new WantedCondition(
          JobSetConditions.RESTARTING_JOB_SET,
          Conditions.FALSE,
          JobSetConditionReasons.JOBS_READY,
          JobSetConditionMessages.JOBS_READY,
          PlannedEvent.Type.NORMAL);
}
