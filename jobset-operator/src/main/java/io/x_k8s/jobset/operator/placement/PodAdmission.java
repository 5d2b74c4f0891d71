package io.x_k8s.jobset.operator.placement;

import io.fabric8.kubernetes.api.model.Pod;
import io.x_k8s.jobset.operator.admission.AdmissionHandler;
import io.x_k8s.jobset.operator.admission.AdmissionRequest;
import io.x_k8s.jobset.operator.admission.AdmissionRequest.Operation;
import io.x_k8s.jobset.operator.admission.Verdict;
import io.x_k8s.jobset.operator.observe.NodeRecord;
import io.x_k8s.jobset.operator.observe.PodsAndNodes;
import io.x_k8s.jobset.operator.plan.PodRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Admission of the Pods of JobSets, for the server of webhooks. Runs on every replica. */
public final class PodAdmission {
  private final PodsAndNodes cluster;
  private final PlacementLookup lookup;

  /**
   * @param cluster what is known of Pods and nodes
   */
  public PodAdmission(PodsAndNodes cluster) {
    this.cluster = cluster;
    this.lookup = new Known(cluster);
  }

  /** Prepares a new Pod: for {@code /mutate--v1-pod}. */
  public AdmissionHandler mutation() {
    return request -> review(request, PodMutation::of);
  }

  /** Holds a new Pod back while its leader has no place: for {@code /validate--v1-pod}. */
  public AdmissionHandler validation() {
    return request -> review(request, PodValidation::of);
  }

  private Verdict review(
      AdmissionRequest request, BiFunction<AdmittedPod, PlacementLookup, Verdict> rules) {
    if (request.operation() != Operation.CREATE) {
      return Verdict.allowed();
    }
    AdmittedPod pod = AdmittedPod.of(request.namespace(), request.newObject().as(Pod.class));
    if (pod.topology().isPresent() && !pod.hasPreparedNodes()) {
      // Usually its JobSet has seen to that already; but any Pod may carry the annotation.
      cluster.servePlacement();
    }
    return rules.apply(pod, lookup);
  }

  /** Without all nodes no leader is known, so that a follower has to wait, not to fail. */
  private record Known(PodsAndNodes cluster) implements PlacementLookup {
    @Override
    public Collection<PodRecord> podsNamed(String namespace, String baseName) {
      return cluster.knowPlacement() ? cluster.podsNamed(namespace, baseName) : List.of();
    }

    @Override
    public Optional<NodeRecord> node(String name) {
      return cluster.node(name);
    }
  }
}
