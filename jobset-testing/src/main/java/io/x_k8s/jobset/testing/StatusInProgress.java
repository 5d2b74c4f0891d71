package io.x_k8s.jobset.testing;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.JobSetStatusBuilder;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A status while a pass writes it, with the operator's rules for conditions: none is first written
 * with status False, one keeps its transition time while its status stays, and of the two about the
 * startup policy one at most is True.
 */
final class StatusInProgress {
  static final String TRUE = "True";
  static final String FALSE = "False";

  private final JobSetStatusBuilder status;
  private final List<Condition> conditions;
  private final Instant now;

  StatusInProgress(JobSetStatus stored, Instant now) {
    this.status = stored == null ? new JobSetStatusBuilder() : new JobSetStatusBuilder(stored);
    this.conditions =
        stored == null || stored.getConditions() == null
            ? new ArrayList<>()
            : new ArrayList<>(stored.getConditions());
    this.now = now;
  }

  JobSetStatusBuilder fields() {
    return status;
  }

  boolean isTrue(String type) {
    return conditions.stream()
        .anyMatch(
            condition -> type.equals(condition.getType()) && TRUE.equals(condition.getStatus()));
  }

  void set(String type, String value, String reason, String message) {
    var found = indexOf(type);
    if (found < 0 && FALSE.equals(value)) {
      return;
    }
    var before = found < 0 ? new Condition() : conditions.get(found);
    var written =
        new ConditionBuilder()
            .withType(type)
            .withStatus(value)
            .withReason(reason)
            .withMessage(message)
            .withLastTransitionTime(
                Objects.equals(value, before.getStatus())
                    ? before.getLastTransitionTime()
                    : DateTimeFormatter.ISO_INSTANT.format(now.truncatedTo(ChronoUnit.SECONDS)))
            .build();
    if (found < 0) {
      conditions.add(written);
    } else {
      conditions.set(found, written);
    }
    if (TRUE.equals(value)) {
      endOpposite(type);
    }
  }

  private void endOpposite(String type) {
    var opposite =
        switch (type) {
          case JobSetConditions.STARTUP_POLICY_IN_PROGRESS ->
              indexOf(JobSetConditions.STARTUP_POLICY_COMPLETED);
          case JobSetConditions.STARTUP_POLICY_COMPLETED ->
              indexOf(JobSetConditions.STARTUP_POLICY_IN_PROGRESS);
          default -> -1;
        };
    if (opposite >= 0) {
      conditions.set(
          opposite, new ConditionBuilder(conditions.get(opposite)).withStatus(FALSE).build());
    }
  }

  private int indexOf(String type) {
    for (var i = 0; i < conditions.size(); i++) {
      if (type.equals(conditions.get(i).getType())) {
        return i;
      }
    }
    return -1;
  }

  JobSetStatus build() {
    var built = status.build();
    built.setConditions(conditions.isEmpty() ? null : conditions);
    return built;
  }
}
