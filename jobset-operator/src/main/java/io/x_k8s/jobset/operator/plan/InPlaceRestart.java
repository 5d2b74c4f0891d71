package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.RestartStrategy;
import java.util.Optional;

/**
 * Keeps the Pods of a JobSet in step when their containers restart and they themselves stay
 * (specification of the controller, section 20). An agent in each Pod tells its attempt; two
 * numbers in the status tell the agents whether to let their workers run, to wait, or to restart.
 */
public final class InPlaceRestart {
  private InPlaceRestart() {}

  /**
   * Whether a JobSet asks for it.
   *
   * @param jobSet any JobSet, also one without a spec
   */
  public static boolean isWantedBy(JobSet jobSet) {
    var policy = jobSet.getSpec() == null ? null : jobSet.getSpec().getFailurePolicy();
    return policy != null && RestartStrategy.IN_PLACE_RESTART.equals(policy.getRestartStrategy());
  }

  /** Whether the JobSet asks for it, and it is to be had. */
  static boolean applies(Snapshot now) {
    return isWantedBy(now.jobSet()) && now.isEnabled(FeatureGate.IN_PLACE_RESTART);
  }

  /**
   * Says what the user has to know before the first failure; once, when the first Jobs are made.
   * Without the gate also later, while agents may be waiting.
   */
  static void warn(Snapshot now, PlanDraft plan) {
    if (!isWantedBy(now.jobSet())) {
      return;
    }
    boolean first = now.jobs().isEmpty();
    if (!now.isEnabled(FeatureGate.IN_PLACE_RESTART)) {
      if (first || now.status().getCurrentInPlaceRestartAttempt() != null) {
        plan.warn(UNAVAILABLE);
      }
    } else if (first && startsByReadiness(now)) {
      plan.warn(BARRIER_BEFORE_READINESS);
    }
  }

  private static boolean startsByReadiness(Snapshot now) {
    return StartupOrder.isInOrder(now)
        || now.replicatedJobs().stream()
            .map(ReplicatedJob::getDependsOn)
            .filter(dependencies -> dependencies != null)
            .anyMatch(
                dependencies ->
                    dependencies.stream()
                        .anyMatch(
                            dependency -> DependsOnStatus.READY.equals(dependency.getStatus())));
  }

  /**
   * Takes the next step, if one is due. The outdated attempt never passes the current one, whatever
   * Pods tell: an agent that starts takes the attempt after the current one, and would end at once.
   *
   * @return whether the JobSet has failed by it
   */
  static boolean decide(
      Snapshot now, ChildJobs children, ReplicatedJobCounts counts, PlanDraft plan) {
    if (!applies(now) || now.isSuspended()) {
      return false;
    }
    InPlaceAttempts pods = InPlaceAttempts.of(now.pods(), children.active());
    if (isBudgetUsedUp(now, pods)) {
      FailurePolicy.fail(
          plan,
          JobSetConditionReasons.REACHED_MAX_RESTARTS,
          JobSetConditionMessages.REACHED_MAX_RESTARTS);
      return true;
    }
    warnOfMalformed(pods, plan);
    Optional<String> sizeUnknown = InPlacePodCount.unknownFor(now);
    if (sizeUnknown.isPresent()) {
      plan.block(
          sizeUnknown.get()
              + ": in-place restart requires jobTemplate.spec.completions == jobTemplate.spec.parallelism != nil");
    } else if (pods.areInStep(InPlacePodCount.of(now, children, counts, pods.succeeded()))) {
      if (pods.latest() > previous(now)) {
        plan.currentInPlaceAttempt(pods.latest());
      }
    } else if (Math.min(pods.latest() - 1, current(now)) > previous(now)) {
      plan.previousInPlaceAttempt(Math.min(pods.latest() - 1, current(now)));
    }
    return false;
  }

  /**
   * Attempts count every restart, also those of the whole JobSet that shall not count. A container
   * that ends before its agent can tell an attempt is seen by its restarts alone.
   */
  private static boolean isBudgetUsedUp(Snapshot now, InPlaceAttempts pods) {
    int maxRestarts = Math.max(0, Snapshot.orZero(now.spec().getFailurePolicy().getMaxRestarts()));
    int free = now.restarts() - now.restartsCountTowardsMax();
    return pods.mostRestarts() > maxRestarts || pods.latest() - free > maxRestarts;
  }

  /**
   * Has the Pods that a resume will make begin in the attempt in which the JobSet was suspended:
   * where nobody has failed, no restart is to be counted. An agent begins in the attempt after the
   * current one, so when the Jobs are suspended, that one is taken back; but not below what agents
   * know to be outdated, for they would end at once.
   */
  static void suspend(Snapshot now, ChildJobs children, PlanDraft plan) {
    if (!applies(now)) {
      return;
    }
    InPlaceAttempts pods = InPlaceAttempts.of(now.pods(), children.active());
    boolean told = Conditions.isTrue(now.conditions(), JobSetConditions.SUSPENDED);
    // A JobSet may be suspended again before it has told that it was resumed.
    boolean again = !pods.isEmpty() && children.active().stream().anyMatch(job -> !job.suspend());
    if (told && !again) {
      return;
    }
    int latest = pods.isEmpty() ? current(now) : pods.latest();
    int takenBack = Math.max(latest - 1, previous(now));
    plan.currentInPlaceAttemptAfterStages(
        takenBack < 0 ? Optional.empty() : Optional.of(takenBack));
  }

  /** The attempt whose agents let their workers run; -1 for none. */
  private static int current(Snapshot now) {
    Integer current = now.status().getCurrentInPlaceRestartAttempt();
    return current == null ? -1 : current;
  }

  /** The attempt up to which agents have to restart; -1 for none. */
  private static int previous(Snapshot now) {
    Integer previous = now.status().getPreviousInPlaceRestartAttempt();
    return previous == null ? -1 : previous;
  }

  /** One event for all of them; they hold up nothing but the barrier. */
  private static void warnOfMalformed(InPlaceAttempts pods, PlanDraft plan) {
    if (pods.malformed().isEmpty()) {
      return;
    }
    var first = pods.malformed().entrySet().iterator().next();
    int others = pods.malformed().size() - 1;
    plan.warn(
        PlannedEvent.warning(
            "InvalidInPlaceRestartAttempt",
            "Pod %s%s: invalid value for annotation %s, must be non-negative integer, but is \"%s\"; the other Pods may have to wait for it: delete it, or give it the attempt of the others"
                .formatted(
                    first.getKey(),
                    others == 0 ? "" : " and " + others + " more",
                    JobSetAnnotations.IN_PLACE_RESTART_ATTEMPT,
                    first.getValue())));
  }

  private static final PlannedEvent UNAVAILABLE =
      PlannedEvent.warning(
          "InPlaceRestartUnavailable",
          "restart strategy InPlaceRestart is not available, because the feature gate InPlaceRestart of this operator is off: the JobSet is restarted by making its Jobs anew, as with Recreate. Agents in its Pods wait for ever unless the JobSet has the annotation "
              + JobSetAnnotations.DISABLE_IN_PLACE_RESTART);

  private static final PlannedEvent BARRIER_BEFORE_READINESS =
      PlannedEvent.warning(
          "InPlaceRestartStartupOrder",
          "with restart strategy InPlaceRestart all Pods wait for each other before they work, but the startup order makes some only when others are ready: this needs Pods that are ready while they wait, as those whose agent wraps the main container; with the agent as a sidecar the JobSet never starts");
}
