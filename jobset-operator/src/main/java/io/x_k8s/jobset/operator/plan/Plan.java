package io.x_k8s.jobset.operator.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one pass over a JobSet does.
 *
 * @param stages stages in order; a stage runs only if those before it succeeded
 * @param status what the status becomes, depending on how many stages succeeded
 * @param events Warnings that do not wait for a status write
 * @param comeBackIn when to look again although nothing may have happened
 * @param problem why the JobSet cannot go on; the pass then counts as failed and is retried
 */
public record Plan(
    List<Stage> stages,
    StatusDraft status,
    List<PlannedEvent> events,
    Optional<Duration> comeBackIn,
    Optional<String> problem) {

  /** Nothing at all. */
  public static final Plan NOTHING =
      new Plan(List.of(), StatusDraft.UNCHANGED, List.of(), Optional.empty(), Optional.empty());

  public Plan {
    stages = List.copyOf(stages);
    events = List.copyOf(events);
  }

  /**
   * The status to write.
   *
   * @param stagesDone how many stages succeeded, from the first on
   * @return empty when the stored status already says it all
   */
  public Optional<StatusWrite> statusAfter(int stagesDone) {
    return status.after(stagesDone);
  }
}
