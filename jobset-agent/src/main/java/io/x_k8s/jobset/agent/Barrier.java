package io.x_k8s.jobset.agent;

import java.util.OptionalInt;

/**
 * What holds the worker back, and what becomes of it with each change of the JobSet (specification
 * of the controller, section 21.2). Immutable; decides and does nothing.
 *
 * @param attempt the attempt that the Pod tells; empty until it does
 * @param up whether the worker is still held back
 */
record Barrier(OptionalInt attempt, boolean up) {
  static final Barrier AT_START = new Barrier(OptionalInt.empty(), true);

  /** The next thing to do; asked again when that is done, until it is nothing. */
  Step next(JobSetState jobSet) {
    if (jobSet.bypassed()) {
      return up ? new Step.Lower() : new Step.Nothing();
    }
    if (attempt.isEmpty()) {
      return new Step.Claim(jobSet.current().isEmpty() ? 0 : jobSet.current().getAsInt() + 1);
    }
    if (jobSet.previous().isPresent() && attempt.getAsInt() <= jobSet.previous().getAsInt()) {
      return new Step.Restart();
    }
    return up && jobSet.current().equals(attempt) ? new Step.Lower() : new Step.Nothing();
  }

  /** After the Pod has told its attempt. */
  Barrier claimed(int attempt) {
    return new Barrier(OptionalInt.of(attempt), up);
  }

  /** After the worker has been let go. */
  Barrier lowered() {
    return new Barrier(attempt, false);
  }

  /** What can be done. */
  sealed interface Step {
    /** Wait for another change. */
    record Nothing() implements Step {}

    /**
     * Tell the attempt by the Pod's annotation.
     *
     * @param attempt from 0
     */
    record Claim(int attempt) implements Step {}

    /** End, so that the containers are restarted. */
    record Restart() implements Step {}

    /** Let the worker go. */
    record Lower() implements Step {}
  }
}
