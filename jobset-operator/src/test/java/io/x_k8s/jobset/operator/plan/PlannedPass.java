package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan, in the words in which tests ask about it. */
record PlannedPass(JobSetStatus stored, Plan plan) {

  <T extends Action> List<T> actions(Class<T> type) {
    return plan.stages().stream()
        .flatMap(stage -> stage.actions().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  List<String> created() {
    return actions(Action.CreateJob.class).stream().map(Action.CreateJob::name).toList();
  }

  List<String> deleted() {
    return actions(Action.DeleteJob.class).stream().map(Action.DeleteJob::name).toList();
  }

  List<Action.PatchJob> patched() {
    return actions(Action.PatchJob.class);
  }

  List<String> patchedNames() {
    return patched().stream().map(Action.PatchJob::name).toList();
  }

  /** The status write if all stages succeed. */
  Optional<StatusWrite> write() {
    return plan.statusAfter(plan.stages().size());
  }

  /** The status after all stages have succeeded. */
  JobSetStatus status() {
    return write().map(StatusWrite::status).orElse(stored);
  }

  ReplicatedJobStatus counts(String replicatedJob) {
    return status().getReplicatedJobsStatus().stream()
        .filter(counts -> replicatedJob.equals(counts.getName()))
        .findFirst()
        .orElseThrow();
  }

  Optional<Condition> condition(String type) {
    return status().getConditions() == null
        ? Optional.empty()
        : Conditions.find(status().getConditions(), type);
  }

  /** A condition as {@code True/Reason}, or {@code absent}. */
  String conditionText(String type) {
    return condition(type)
        .map(condition -> condition.getStatus() + "/" + condition.getReason())
        .orElse("absent");
  }

  /** All events, those that wait for the status write last. */
  List<PlannedEvent> events() {
    List<PlannedEvent> events = new ArrayList<>(plan.events());
    write().ifPresent(write -> events.addAll(write.events()));
    return events;
  }

  List<String> eventReasons() {
    return events().stream().map(PlannedEvent::reason).toList();
  }

  boolean doesNothing() {
    return plan.stages().isEmpty()
        && plan.events().isEmpty()
        && write().isEmpty()
        && plan.problem().isEmpty();
  }
}
