package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.JobSetStatusBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A status in two parts: counts and decisions, which hold whatever happens, and what tells of
 * something done, conditions above all, each of which holds only if the stages planned before it
 * succeeded.
 */
public final class StatusDraft {
  static final StatusDraft UNCHANGED =
      new StatusDraft(new JobSetStatus(), new JobSetStatus(), List.of(), Instant.EPOCH, false);

  private final JobSetStatus stored;
  private final JobSetStatus decided;
  private final List<Edit> edits;
  private final Instant time;
  private final boolean milestone;

  /**
   * @param stored the status as read
   * @param decided what it becomes regardless, with the conditions of {@code stored}
   * @param edits conditions and events to add, in order
   * @param time transition time of what changes
   * @param milestone whether somebody waits for just these counts
   */
  StatusDraft(
      JobSetStatus stored,
      JobSetStatus decided,
      List<Edit> edits,
      Instant time,
      boolean milestone) {
    this.stored = stored;
    this.decided = decided;
    this.edits = List.copyOf(edits);
    this.time = time;
    this.milestone = milestone;
  }

  Optional<StatusWrite> after(int stagesDone) {
    List<Condition> before = conditionsOf(stored);
    List<Condition> conditions = before;
    JobSetStatus written = new JobSetStatusBuilder(decided).build();
    List<PlannedEvent> events = new ArrayList<>();
    for (Edit edit : edits) {
      if (edit.afterStages() > stagesDone) {
        continue;
      }
      switch (edit) {
        case SetCondition set -> {
          Optional<List<Condition>> changed = Conditions.set(conditions, set.wanted(), time);
          if (changed.isPresent()) {
            conditions = changed.get();
            events.add(set.wanted().event());
          }
        }
        case SetInPlaceAttempt set ->
            written.setCurrentInPlaceRestartAttempt(set.attempt().orElse(null));
        case Tell tell -> events.add(tell.event());
      }
    }

    boolean decisionsChanged =
        !conditions.equals(before) || !withoutCounts(written).equals(withoutCounts(stored));
    boolean countsChanged = !countsOf(decided).equals(countsOf(stored));
    if (!decisionsChanged && !countsChanged) {
      return Optional.empty();
    }
    written.setConditions(conditions.isEmpty() ? stored.getConditions() : conditions);
    return Optional.of(
        new StatusWrite(
            written, events, finishedAs(), !decisionsChanged && !milestone && !somethingStopped()));
  }

  private Optional<String> finishedAs() {
    return Optional.ofNullable(decided.getTerminalState())
        .filter(state -> !state.equals(stored.getTerminalState()));
  }

  /** A queue that waits for Pods to be gone must not wait longer than needed. */
  private boolean somethingStopped() {
    Map<String, ReplicatedJobStatus> before =
        countsOf(stored).stream()
            .collect(
                Collectors.toMap(ReplicatedJobStatus::getName, Function.identity(), (a, b) -> a));
    return countsOf(decided).stream()
        .anyMatch(
            now -> {
              ReplicatedJobStatus was = before.get(now.getName());
              return was != null && was.getActive() > 0 && now.getActive() == 0;
            });
  }

  private static JobSetStatus withoutCounts(JobSetStatus status) {
    return new JobSetStatusBuilder(status)
        .withConditions(List.of())
        .withReplicatedJobsStatus(countsOf(status).stream().map(StatusDraft::restartsOnly).toList())
        .build();
  }

  private static ReplicatedJobStatus restartsOnly(ReplicatedJobStatus counts) {
    ReplicatedJobStatus result = new ReplicatedJobStatus();
    result.setName(counts.getName());
    result.setJobRestarts(counts.getJobRestarts());
    result.setJobRestartsCountTowardsMax(counts.getJobRestartsCountTowardsMax());
    return result;
  }

  private static List<Condition> conditionsOf(JobSetStatus status) {
    return status.getConditions() == null ? List.of() : status.getConditions();
  }

  private static List<ReplicatedJobStatus> countsOf(JobSetStatus status) {
    return status.getReplicatedJobsStatus() == null ? List.of() : status.getReplicatedJobsStatus();
  }

  /** Something that is added to the status or told with it. */
  sealed interface Edit {
    /** How many stages must have succeeded for it to hold. */
    int afterStages();
  }

  /** A condition. */
  record SetCondition(WantedCondition wanted, int afterStages) implements Edit {}

  /** The in-place attempt that agents go by; empty for none. */
  record SetInPlaceAttempt(Optional<Integer> attempt, int afterStages) implements Edit {}

  /** An event that belongs to a decision rather than to a condition. */
  record Tell(PlannedEvent event, int afterStages) implements Edit {}
}
