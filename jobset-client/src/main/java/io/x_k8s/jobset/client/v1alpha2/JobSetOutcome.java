package io.x_k8s.jobset.client.v1alpha2;

import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.Optional;

/** How a wait for the end of a JobSet ended. */
public sealed interface JobSetOutcome {

  /**
   * The JobSet met its success policy.
   *
   * @param jobSet as it is at its end
   */
  record Completed(JobSet jobSet) implements JobSetOutcome {}

  /**
   * The JobSet failed for good.
   *
   * @param jobSet as it is at its end
   * @param reason why, for programs: one of {@link io.x_k8s.jobset.v1alpha2.JobSetConditionReasons}
   *     or a name that a failure policy has; never null
   * @param message why, for people; names the Job that failed first, where there is one. Never null
   */
  record Failed(JobSet jobSet, String reason, String message) implements JobSetOutcome {

    /**
     * The Job that failed first, which is where to look for the cause.
     *
     * @return its name; empty if the message does not tell, as when in-place restarts ran out
     */
    public Optional<String> firstFailedJob() {
      return FirstFailedJob.namedIn(message);
    }
  }

  /**
   * The JobSet had not ended when the time was up. It goes on.
   *
   * @param lastSeen as it was seen last; empty if no answer came in time
   */
  record TimedOut(Optional<JobSet> lastSeen) implements JobSetOutcome {}

  /**
   * The JobSet does not exist any more, or never did.
   *
   * @param lastSeen as it was seen last; empty if it was gone when the wait began
   */
  record Deleted(Optional<JobSet> lastSeen) implements JobSetOutcome {}
}
