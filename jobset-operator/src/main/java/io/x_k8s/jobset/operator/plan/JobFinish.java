package io.x_k8s.jobset.operator.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * How a Job ended, from its first condition {@code Complete} or {@code Failed} with status True.
 *
 * @param outcome which of the two
 * @param reason reason of the condition; empty when absent
 * @param message message of the condition; empty when absent
 * @param time its last transition
 */
public record JobFinish(Outcome outcome, String reason, String message, Optional<Instant> time) {

  /** The two ends of a Job. */
  public enum Outcome {
    COMPLETE,
    FAILED
  }
}
