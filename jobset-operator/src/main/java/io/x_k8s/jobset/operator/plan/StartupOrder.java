package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.StartupPolicyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which missing Jobs are made in this pass, in the order that the startup policy or {@code
 * dependsOn} asks for (specification of the controller, section 17).
 */
final class StartupOrder {
  private static final WantedCondition IN_PROGRESS =
      new WantedCondition(
          JobSetConditions.STARTUP_POLICY_IN_PROGRESS,
          Conditions.TRUE,
          JobSetConditionReasons.IN_ORDER_STARTUP_POLICY_IN_PROGRESS,
          JobSetConditionMessages.STARTUP_POLICY_IN_PROGRESS,
          PlannedEvent.Type.NORMAL);
  private static final WantedCondition COMPLETED =
      new WantedCondition(
          JobSetConditions.STARTUP_POLICY_COMPLETED,
          Conditions.TRUE,
          JobSetConditionReasons.IN_ORDER_STARTUP_POLICY_COMPLETED,
          JobSetConditionMessages.STARTUP_POLICY_COMPLETED,
          PlannedEvent.Type.NORMAL);

  private final Snapshot now;
  private final ChildJobs children;
  private final ReplicatedJobCounts counts;
  private final boolean ordered;

  StartupOrder(Snapshot now, ChildJobs children, ReplicatedJobCounts counts) {
    this.now = now;
    this.children = children;
    this.counts = counts;
    this.ordered = isInOrder(now) && !now.isSuspended() && !hasCompletedForThisAttempt();
  }

  static boolean isInOrder(Snapshot now) {
    var policy = now.spec().getStartupPolicy();
    return policy != null && StartupPolicyOrder.IN_ORDER.equals(policy.getStartupPolicyOrder());
  }

  /**
   * A restart follows the order from its beginning. That is said in the very write that decides the
   * restart, so that no later pass takes the completion of the old attempt for that of the new one.
   */
  static void beginAgain(Snapshot now, PlanDraft plan) {
    if (isInOrder(now)
        && Conditions.isTrue(now.conditions(), JobSetConditions.STARTUP_POLICY_COMPLETED)) {
      plan.condition(IN_PROGRESS);
    }
  }

  /** Plans the creation of the Jobs whose turn it is, one stage per ReplicatedJob. */
  void create(PlanDraft plan) {
    ChildJobCreation creation = new ChildJobCreation(now, children);
    for (ReplicatedJob replicatedJob : now.replicatedJobs()) {
      if (!dependenciesAreMet(replicatedJob)) {
        continue;
      }
      if (ordered && counts.isStarted(replicatedJob.getName())) {
        continue;
      }
      plan.stage(creation.missing(replicatedJob), Optional.of("JobCreationFailed"));
      if (ordered) {
        plan.conditionAfterStages(IN_PROGRESS);
        return;
      }
    }
    if (ordered) {
      plan.conditionAfterStages(COMPLETED);
    }
  }

  /** ReplicatedJobs whose suspended Jobs may run now. */
  List<ReplicatedJob> resumable() {
    List<ReplicatedJob> result = new ArrayList<>();
    for (ReplicatedJob replicatedJob : now.replicatedJobs()) {
      if (!dependenciesAreMet(replicatedJob)) {
        continue;
      }
      if (ordered && counts.isStarted(replicatedJob.getName())) {
        continue;
      }
      result.add(replicatedJob);
      if (ordered) {
        return result;
      }
    }
    return result;
  }

  /** Whether no ReplicatedJob waits for an earlier one by the startup policy. */
  boolean isOver() {
    return !ordered || now.replicatedJobs().stream().allMatch(rj -> counts.isStarted(rj.getName()));
  }

  boolean dependenciesAreMet(ReplicatedJob replicatedJob) {
    List<DependsOn> dependencies = replicatedJob.getDependsOn();
    return dependencies == null || dependencies.stream().allMatch(this::isMet);
  }

  private boolean isMet(DependsOn dependency) {
    return (DependsOnStatus.READY.equals(dependency.getStatus())
            && counts.isStarted(dependency.getName()))
        || (DependsOnStatus.COMPLETE.equals(dependency.getStatus())
            && counts.isComplete(dependency.getName()));
  }

  /**
   * A Pod that becomes unready later, or a Job that somebody deletes, does not start the order
   * anew; a restart of the JobSet does, and so does a resume.
   */
  private boolean hasCompletedForThisAttempt() {
    return Conditions.isTrue(now.conditions(), JobSetConditions.STARTUP_POLICY_COMPLETED)
        && children.previous().stream().noneMatch(this::isOfEarlierRestart)
        && children.active().stream().noneMatch(JobRecord::suspend)
        && children.names().size() > children.previous().size();
  }

  private boolean isOfEarlierRestart(JobRecord job) {
    return job.restartAttempt().isPresent() && job.restartAttempt().getAsInt() < now.restarts();
  }
}
