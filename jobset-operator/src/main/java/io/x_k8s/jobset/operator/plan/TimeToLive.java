package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Deletes a finished JobSet when its time has passed (specification of the controller, section 8).
 * It applies to JobSets of other controllers as well: whoever finished one, the user's wish to have
 * it cleaned up stands.
 */
final class TimeToLive {
  private TimeToLive() {}

  static void apply(Snapshot now, PlanDraft plan) {
    Integer seconds = now.spec().getTtlSecondsAfterFinished();
    if (seconds == null) {
      return;
    }
    Optional<Condition> finished = finishCondition(now);
    if (finished.isEmpty()) {
      plan.block(
          "error checking if ttl expired: unable to find the status of the finished JobSet "
              + identity(now));
      return;
    }
    Optional<Instant> end = transitionTime(finished.get());
    if (end.isEmpty()) {
      plan.block("unable to find the time when the JobSet " + identity(now) + " finished");
      return;
    }
    Duration left = Duration.between(now.time(), end.get().plusSeconds(seconds));
    if (left.isPositive()) {
      plan.comeBackIn(left);
    } else {
      plan.stage(List.of(new Action.DeleteJobSet(now.uid())), Optional.empty());
    }
  }

  private static Optional<Condition> finishCondition(Snapshot now) {
    return now.conditions().stream()
        .filter(condition -> Conditions.TRUE.equals(condition.getStatus()))
        .filter(
            condition ->
                JobSetConditions.COMPLETED.equals(condition.getType())
                    || JobSetConditions.FAILED.equals(condition.getType()))
        .findFirst();
  }

  private static Optional<Instant> transitionTime(Condition condition) {
    try {
      return Optional.ofNullable(condition.getLastTransitionTime())
          .map(time -> OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String identity(Snapshot now) {
    return now.jobSet().getMetadata().getNamespace() + "/" + now.name();
  }
}
