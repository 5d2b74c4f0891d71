package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.observe.NodeRecord;
import io.x_k8s.jobset.operator.plan.ExclusivePod;
import io.x_k8s.jobset.operator.plan.PodRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be done about followers that were sent to another domain than the one in which their
 * leader runs (controller, section 19). Then all followers of the Job go, also the well placed
 * ones: they are made anew and sent to the right one.
 *
 * @param evictions Pods to evict
 * @param problem why it cannot be told whether the Pods are well placed; to be looked at again
 */
record PlacementRepair(List<PodRecord> evictions, Optional<String> problem) {
  private static final PlacementRepair NONE = new PlacementRepair(List.of(), Optional.empty());

  /**
   * Decides about the Pods of one Job.
   *
   * @param pods its Pods that take part in exclusive placement
   * @param nodes finds a node by its name
   */
  static PlacementRepair of(
      Collection<PodRecord> pods, Function<String, Optional<NodeRecord>> nodes) {
    return JobPods.of(pods)
        .filter(job -> job.placementOfLeader().isScheduled())
        .map(job -> of(job, nodes))
        .orElse(NONE);
  }

  private static PlacementRepair of(JobPods job, Function<String, Optional<NodeRecord>> nodes) {
    ExclusivePod leader = job.placementOfLeader();
    if (leader.jobKey().isEmpty()) {
      return problem("job key label not found on leader pod: \"%s\"", job.leader().name());
    }
    if (job.leader().controllerUid().isEmpty()) {
      return problem("leader pod \"%s\" has no controller owner", job.leader().name());
    }
    Optional<NodeRecord> node = nodes.apply(leader.nodeName());
    Optional<String> domain = node.map(found -> found.labels().get(leader.topology()));
    if (node.isPresent() && domain.isEmpty()) {
      return problem("node does not have topology label: %s", leader.topology());
    }
    boolean valid =
        job.followers().stream()
            .allMatch(follower -> domain.isPresent() && domain.equals(selected(follower, leader)));
    if (valid) {
      return NONE;
    }
    return domain.isPresent()
        ? new PlacementRepair(job.followers(), Optional.empty())
        : problem("leader topology is unknown (node not found)");
  }

  /**
   * A follower with another topology than its leader's has been sent nowhere, as far as we care.
   */
  private static Optional<String> selected(PodRecord follower, ExclusivePod leader) {
    ExclusivePod placement = JobPods.placement(follower);
    return placement.topology().equals(leader.topology()) ? placement.domain() : Optional.empty();
  }

  private static PlacementRepair problem(String format, Object... arguments) {
    return new PlacementRepair(List.of(), Optional.of(format.formatted(arguments)));
  }
}
