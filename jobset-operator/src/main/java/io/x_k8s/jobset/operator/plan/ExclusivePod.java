package io.x_k8s.jobset.operator.plan;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What exclusive placement needs to know of a Pod that takes part in it (specification of the
 * controller, section 19).
 *
 * @param topology node label that names a topology domain, by the Pod's annotation
 * @param jobKey the job key, by its label; empty when missing
 * @param leader whether its completion index is 0, so that the others of its Job follow it
 * @param nodeName node that it was sent to; empty before that
 * @param domain value of the topology in its node selector; empty without one
 * @param disrupted whether the condition {@code DisruptionTarget} is True
 * @param waiting why it has no node yet; only of leaders
 */
public record ExclusivePod(
    String topology,
    String jobKey,
    boolean leader,
    String nodeName,
    Optional<String> domain,
    boolean disrupted,
    Optional<SchedulingWait> waiting) {

  public ExclusivePod {
    Objects.requireNonNull(topology, "topology");
    Objects.requireNonNull(jobKey, "jobKey");
    Objects.requireNonNull(nodeName, "nodeName");
    Objects.requireNonNull(domain, "domain");
    Objects.requireNonNull(waiting, "waiting");
  }

  /** Whether it has been sent to a node. */
  public boolean isScheduled() {
    return !nodeName.isEmpty();
  }

  /**
   * What the scheduler says about a Pod that it found no node for.
   *
   * @param reason its word for it, for example {@code Unschedulable}
   * @param message its sentence; may be empty
   * @param since when it began to say so, or the Pod was created
   */
  public record SchedulingWait(String reason, String message, Instant since) {}
}
