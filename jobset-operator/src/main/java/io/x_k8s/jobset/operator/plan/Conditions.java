package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules by which a condition enters a JobSet's list (specification of the controller, section
 * 7.1). A condition is never first written with status False, and keeps its transition time while
 * its status stays.
 */
final class Conditions {
  static final String TRUE = "True";
  static final String FALSE = "False";

  private Conditions() {}

  /** Finds the condition of a type. */
  static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  /** Whether the condition of this type exists with status True. */
  static boolean isTrue(List<Condition> conditions, String type) {
    return find(conditions, type).filter(found -> TRUE.equals(found.getStatus())).isPresent();
  }

  /**
   * The list after setting a condition.
   *
   * @return empty when nothing changes; then no event is due either
   */
  static Optional<List<Condition>> set(
      List<Condition> conditions, WantedCondition wanted, Instant now) {
    Optional<Condition> found = find(conditions, wanted.type());
    if (found.isEmpty() && !wanted.isTrue()) {
      return Optional.empty();
    }
    if (found.isPresent() && wanted.isMetBy(found.get())) {
      return Optional.empty();
    }
    boolean sameStatus = found.isPresent() && wanted.status().equals(found.get().getStatus());
    Condition written =
        new ConditionBuilder()
            .withType(wanted.type())
            .withStatus(wanted.status())
            .withReason(wanted.reason())
            .withMessage(wanted.message())
            .withLastTransitionTime(
                sameStatus ? found.get().getLastTransitionTime() : timestamp(now))
            .build();

    List<Condition> result = new ArrayList<>(conditions.size() + 1);
    for (Condition condition : conditions) {
      if (wanted.type().equals(condition.getType())) {
        result.add(written);
      } else if (wanted.isTrue() && excludeEachOther(wanted.type(), condition.getType())) {
        result.add(new ConditionBuilder(condition).withStatus(FALSE).build());
      } else {
        result.add(condition);
      }
    }
    if (found.isEmpty()) {
      result.add(written);
    }
    return Optional.of(result);
  }

  /** A time as Kubernetes writes it: UTC, whole seconds. */
  static String timestamp(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  private static boolean excludeEachOther(String one, String other) {
    return (one.equals(JobSetConditions.STARTUP_POLICY_IN_PROGRESS)
            && other.equals(JobSetConditions.STARTUP_POLICY_COMPLETED))
        || (one.equals(JobSetConditions.STARTUP_POLICY_COMPLETED)
            && other.equals(JobSetConditions.STARTUP_POLICY_IN_PROGRESS));
  }

  /**
   * A condition that the plan wants to hold, and the kind of event that tells of it.
   *
   * @param type condition type
   * @param status True or False
   * @param reason reason, also of the event
   * @param message message, also the note of the event
   * @param eventType kind of the event
   */
  record WantedCondition(
      String type, String status, String reason, String message, PlannedEvent.Type eventType) {

    boolean isTrue() {
      return TRUE.equals(status);
    }

    boolean isMetBy(Condition found) {
      return Objects.equals(status, found.getStatus())
          && Objects.equals(reason, found.getReason())
          && Objects.equals(message, found.getMessage());
    }

    PlannedEvent event() {
      return new PlannedEvent(eventType, reason, message);
    }
  }
}
