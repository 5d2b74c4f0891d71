package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * The event that tells that a JobSet has ended. Others wait for it, so it must not get lost when
 * the answer to the status write is, or when this process dies right after the write. It is
 * therefore made again whenever the condition is seen soon after it became true, and has a name by
 * which the API server knows it: it exists exactly once all the same.
 *
 * @param name name of the event object
 * @param event the event
 */
public record TerminalEvent(String name, PlannedEvent event) {
  /** After an hour by default the API server forgets events, and would take a late one for new. */
  private static final Duration REPEATED_FOR = Duration.ofMinutes(10);

  /**
   * The event of a JobSet that has ended a short while ago.
   *
   * @return empty if it has not ended, or ended long ago or by another controller
   */
  public static Optional<TerminalEvent> of(Snapshot now) {
    return now.isManagedElsewhere() || now.isBeingDeleted()
        ? Optional.empty()
        : terminal(now.status())
            .filter(condition -> isRecent(condition, now.time()))
            .map(condition -> of(now.jobSet(), condition));
  }

  /**
   * The event that goes with a status.
   *
   * @param jobSet whose status it is
   * @param status the status
   * @return empty if the JobSet has not ended
   */
  public static Optional<TerminalEvent> of(JobSet jobSet, JobSetStatus status) {
    return terminal(status).map(condition -> of(jobSet, condition));
  }

  private static Optional<Condition> terminal(JobSetStatus status) {
    List<Condition> conditions = status.getConditions();
    return conditions == null
        ? Optional.empty()
        : conditions.stream()
            .filter(condition -> Conditions.TRUE.equals(condition.getStatus()))
            .filter(condition -> isCompleted(condition) || isFailed(condition))
            .findFirst();
  }

  private static boolean isCompleted(Condition condition) {
    return JobSetConditions.COMPLETED.equals(condition.getType());
  }

  private static boolean isFailed(Condition condition) {
    return JobSetConditions.FAILED.equals(condition.getType());
  }

  private static boolean isRecent(Condition condition, Instant now) {
    try {
      return condition.getLastTransitionTime() != null
          && OffsetDateTime.parse(condition.getLastTransitionTime())
              .toInstant()
              .plus(REPEATED_FOR)
              .isAfter(now);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static TerminalEvent of(JobSet jobSet, Condition condition) {
    return new TerminalEvent(
        EventName.of(jobSet, condition.getReason(), condition.getLastTransitionTime()),
        new PlannedEvent(
            isFailed(condition) ? PlannedEvent.Type.WARNING : PlannedEvent.Type.NORMAL,
            condition.getReason(),
            condition.getMessage()));
  }
}
