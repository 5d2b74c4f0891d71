package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.util.List;
import java.util.Optional;

/**
 * One write of a JobSet's status and what is told once it has succeeded.
 *
 * @param status the whole status
 * @param events events to record after the write, in order
 * @param finishedAs the terminal state, if this very write ends the JobSet
 * @param countsOnly whether nothing but progress counts changed, which may wait for more of them
 */
public record StatusWrite(
    JobSetStatus status,
    List<PlannedEvent> events,
    Optional<String> finishedAs,
    boolean countsOnly) {

  public StatusWrite {
    events = List.copyOf(events);
  }
}
