package io.x_k8s.jobset.client.v1alpha2;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often a JobSet was restarted, and what is still known of it. The counters are exact and kept
 * as long as the JobSet; times and reasons come from events, which a cluster forgets, after an hour
 * by default.
 *
 * @param restarts how often all Jobs were recreated; also the number of the current attempt, from 0
 * @param countedRestarts how many of these count against {@code maxRestarts}
 * @param jobRestarts how often single Jobs were recreated, by their names; only those that were
 * @param attemptStarted when the first Job of the current attempt was created; empty if it has none
 * @param known the restarts that the cluster still tells of, the oldest first
 */
public record RestartHistory(
    int restarts,
    int countedRestarts,
    Map<String, Integer> jobRestarts,
    Optional<Instant> attemptStarted,
    List<Restart> known) {

  /** Copies the collections. */
  public RestartHistory {
    jobRestarts = Map.copyOf(jobRestarts);
    known = List.copyOf(known);
  }
}
