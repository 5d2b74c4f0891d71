package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.observe.NodeRecord;
import io.x_k8s.jobset.operator.plan.PodRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster of Pods and nodes made of records. */
final class FakeCluster implements PlacementLookup {
  private final List<PodRecord> pods = new ArrayList<>();
  private final Map<String, NodeRecord> nodes = new HashMap<>();

  FakeCluster with(PodRecord... more) {
    pods.addAll(List.of(more));
    return this;
  }

  FakeCluster withNode(String name, Map<String, String> labels) {
    nodes.put(name, new NodeRecord(name, "uid-of-" + name, "1", labels));
    return this;
  }

  @Override
  public Collection<PodRecord> podsNamed(String namespace, String baseName) {
    return pods.stream()
        .filter(pod -> pod.namespace().equals(namespace))
        .filter(pod -> pod.name().matches(baseName + "-[a-z]+"))
        .toList();
  }

  @Override
  public Optional<NodeRecord> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }
}
