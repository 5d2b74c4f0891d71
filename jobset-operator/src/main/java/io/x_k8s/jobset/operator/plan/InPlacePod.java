package io.x_k8s.jobset.operator.plan;

import java.util.Objects;

/**
 * What a Pod tells in-place restarts (specification of the controller, section 20).
 *
 * @param attempt what its agent wrote
 * @param restarts the largest restart count of its containers and init containers
 * @param phase how it ended, if it did
 */
public record InPlacePod(Attempt attempt, int restarts, Phase phase) {

  public InPlacePod {
    Objects.requireNonNull(attempt, "attempt");
    Objects.requireNonNull(phase, "phase");
  }

  /** Whether it tells nothing, as every Pod before its agent starts. */
  public boolean isSilent() {
    return attempt instanceof Attempt.Absent && restarts == 0 && phase != Phase.SUCCEEDED;
  }

  /** As much of a Pod's phase as matters. */
  public enum Phase {
    /** Pending or running; or nobody knows. */
    LIVE,
    SUCCEEDED,
    FAILED
  }

  /** What the Pod's annotation says, by which its agent tells its attempt. */
  public sealed interface Attempt {
    /** There is none: the agent has not started yet, or there is no agent. */
    record Absent() implements Attempt {}

    /**
     * It is no attempt.
     *
     * @param text what is there instead
     */
    record Malformed(String text) implements Attempt {}

    /**
     * It is this one.
     *
     * @param value the attempt, from 0
     */
    record Known(int value) implements Attempt {}

    /**
     * Reads an annotation.
     *
     * @param text its value; null when absent
     */
    static Attempt parse(String text) {
      if (text == null) {
        return new Absent();
      }
      try {
        int value = Integer.parseInt(text);
        return value < 0 ? new Malformed(text) : new Known(value);
      } catch (NumberFormatException e) {
        return new Malformed(text);
      }
    }
  }
}
