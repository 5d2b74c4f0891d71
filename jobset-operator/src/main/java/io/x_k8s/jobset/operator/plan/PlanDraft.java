package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.plan.Conditions.WantedCondition;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.JobSetStatusBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A plan in the making: each policy adds its part in the order of the pass. */
final class PlanDraft {
  /**
   * A pass waits for the answers to its deletions before it creates anything. With thousands of
   * them, Jobs whose names are free already would wait for all the others.
   */
  static final int DELETIONS_PER_PASS = 100;

  private final Snapshot now;
  private final List<Stage> stages = new ArrayList<>();
  private final List<StatusDraft.Edit> edits = new ArrayList<>();
  private final List<PlannedEvent> events = new ArrayList<>();
  private final JobSetStatusBuilder status;
  private List<ReplicatedJobStatus> counts;
  private boolean milestone;
  private Optional<Duration> comeBackIn = Optional.empty();
  private Optional<String> problem = Optional.empty();

  PlanDraft(Snapshot now) {
    this.now = now;
    this.status = new JobSetStatusBuilder(now.status());
    this.counts = now.replicatedJobStatuses();
  }

  /** Adds a stage; without actions there is none. */
  void stage(List<? extends Action> actions, Optional<String> failureReason) {
    if (!actions.isEmpty()) {
      stages.add(new Stage(List.copyOf(actions), failureReason));
    }
  }

  /** Deletes Jobs, except those that are being deleted already; the rest in the next pass. */
  void delete(Collection<JobRecord> jobs) {
    List<Action> deletions =
        jobs.stream()
            .filter(job -> !job.deleting())
            .<Action>map(job -> new Action.DeleteJob(job.name(), job.uid()))
            .toList();
    if (deletions.size() > DELETIONS_PER_PASS) {
      comeBackIn(Duration.ZERO);
    }
    stage(deletions.stream().limit(DELETIONS_PER_PASS).toList(), Optional.empty());
  }

  /** Sets a condition that holds only once all stages added so far have succeeded. */
  void conditionAfterStages(WantedCondition wanted) {
    edits.add(new StatusDraft.SetCondition(wanted, stages.size()));
  }

  /** Sets a condition that holds whatever becomes of the stages. */
  void condition(WantedCondition wanted) {
    edits.add(new StatusDraft.SetCondition(wanted, 0));
  }

  /** Tells of a decision once the status is written. */
  void tell(PlannedEvent event) {
    edits.add(new StatusDraft.Tell(event, 0));
  }

  /** Warns at once, with no status write to wait for. */
  void warn(PlannedEvent event) {
    events.add(event);
  }

  void counts(List<ReplicatedJobStatus> counts) {
    this.counts = counts;
  }

  /** Says that the counts of this pass must not wait for more of them. */
  void milestone() {
    milestone = true;
  }

  void restarts(int restarts, int countTowardsMax) {
    status.withRestarts(restarts).withRestartsCountTowardsMax(countTowardsMax);
  }

  /** All Pods are in this in-place attempt: their workers may run. */
  void currentInPlaceAttempt(int attempt) {
    status.withCurrentInPlaceRestartAttempt(attempt);
  }

  /** Pods up to this in-place attempt have to restart. */
  void previousInPlaceAttempt(int attempt) {
    status.withPreviousInPlaceRestartAttempt(attempt);
  }

  /** Sets the in-place attempt, or none, once all stages added so far have succeeded. */
  void currentInPlaceAttemptAfterStages(Optional<Integer> attempt) {
    edits.add(new StatusDraft.SetInPlaceAttempt(attempt, stages.size()));
  }

  /** Ends the JobSet: terminal state, condition, and the end of a restart that was going on. */
  void finish(String terminalState, WantedCondition terminal, String reason, String message) {
    status.withTerminalState(terminalState);
    condition(
        new WantedCondition(
            JobSetConditions.RESTARTING_JOB_SET,
            Conditions.FALSE,
            reason,
            message,
            PlannedEvent.Type.NORMAL));
    condition(terminal);
  }

  /** Counts one more restart of a single Job. */
  void jobRestarted(String replicatedJob, int index, int replicas, boolean countsTowardsMax) {
    counts =
        counts.stream()
            .map(
                count ->
                    replicatedJob.equals(count.getName())
                        ? JobRestarts.plusOne(count, index, replicas, countsTowardsMax)
                        : count)
            .toList();
  }

  /** Says why this JobSet cannot go on: an error that is told, retried and shown. */
  void block(String problem) {
    this.problem = Optional.of(problem);
  }

  /** Asks for another pass; of several delays the shortest counts. */
  void comeBackIn(Duration delay) {
    comeBackIn = Optional.of(comeBackIn.filter(other -> other.compareTo(delay) < 0).orElse(delay));
  }

  Plan build() {
    JobSetStatus decided = status.withReplicatedJobsStatus(counts).build();
    return new Plan(
        stages,
        new StatusDraft(now.status(), decided, edits, now.time(), milestone),
        events,
        comeBackIn,
        problem);
  }
}
