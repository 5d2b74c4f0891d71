package io.x_k8s.jobset.operator.placement;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A Pod that is to be created, and what its annotations make of it.
 *
 * @param namespace namespace that it is created in, which it need not name itself
 * @param metadata its metadata
 * @param spec its spec
 */
record AdmittedPod(String namespace, ObjectMeta metadata, PodSpec spec) {
  static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";
  private static final String LEADER = "0";

  static AdmittedPod of(String namespace, Pod pod) {
    return new AdmittedPod(
        namespace,
        Objects.requireNonNullElseGet(pod.getMetadata(), ObjectMeta::new),
        Objects.requireNonNullElseGet(pod.getSpec(), PodSpec::new));
  }

  boolean isOfJobSet() {
    return annotations().containsKey(JobSetLabels.JOBSET_NAME);
  }

  /** Whether its nodes were prepared beforehand, so that there is nothing to do for it. */
  boolean hasPreparedNodes() {
    return annotations().containsKey(JobSetAnnotations.NODE_SELECTOR);
  }

  /** The node label that names a topology domain; empty if the Pod may run anywhere. */
  Optional<String> topology() {
    return Optional.ofNullable(annotations().get(JobSetAnnotations.EXCLUSIVE_TOPOLOGY));
  }

  /** Whether it chooses the domain of its Job. A Pod without an index never does. */
  boolean isLeader() {
    return LEADER.equals(annotations().get(COMPLETION_INDEX));
  }

  Map<String, String> labels() {
    return orEmpty(metadata.getLabels());
  }

  Map<String, String> nodeSelector() {
    return orEmpty(spec.getNodeSelector());
  }

  /** UID of the Job that controls it. */
  Optional<String> controllerUid() {
    List<OwnerReference> owners = metadata.getOwnerReferences();
    return owners == null
        ? Optional.empty()
        : owners.stream()
            .filter(owner -> Boolean.TRUE.equals(owner.getController()))
            .map(OwnerReference::getUid)
            .findFirst();
  }

  private Map<String, String> annotations() {
    return orEmpty(metadata.getAnnotations());
  }

  private static Map<String, String> orEmpty(Map<String, String> values) {
    return values == null ? Map.of() : values;
  }
}
