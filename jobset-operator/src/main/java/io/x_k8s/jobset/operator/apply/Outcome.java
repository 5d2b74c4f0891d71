package io.x_k8s.jobset.operator.apply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How carrying out a plan went. */
public sealed interface Outcome {

  /**
   * Everything was done.
   *
   * @param comeBackIn when to look again although nothing may have happened
   */
  record Done(Optional<Duration> comeBackIn) implements Outcome {}

  /** Somebody else changed the JobSet meanwhile: what is known is old, plan again. */
  record Conflict() implements Outcome {}

  /**
   * Something failed and is to be tried again later.
   *
   * @param problems what failed, a sentence each
   */
  record Failed(List<String> problems) implements Outcome {
    public Failed {
      problems = List.copyOf(problems);
    }
  }
}
