package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.observe.NodeRecord;
import io.x_k8s.jobset.operator.plan.PodRecord;
import java.util.Collection;
import java.util.Optional;

/** What is known of the cluster when a Pod is admitted, perhaps some milliseconds late. */
interface PlacementLookup {
  /**
   * The Pods of exclusive placement whose name is this and one part more.
   *
   * @param namespace their namespace
   * @param baseName their name without its last part, and the hyphen before it
   */
  Collection<PodRecord> podsNamed(String namespace, String baseName);

  /** The node of this name. */
  Optional<NodeRecord> node(String name);
}
