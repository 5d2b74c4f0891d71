package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import java.util.Map;
import java.util.Objects;

/** What every derived object needs of its JobSet, with absent parts read as empty. */
record Parent(String namespace, String name, String uid, Map<String, String> annotations) {

  static Parent of(JobSet jobSet) {
    ObjectMeta metadata = Objects.requireNonNullElseGet(jobSet.getMetadata(), ObjectMeta::new);
    return new Parent(
        Objects.requireNonNullElse(metadata.getNamespace(), ""),
        Objects.requireNonNullElse(metadata.getName(), ""),
        Objects.requireNonNullElse(metadata.getUid(), ""),
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()));
  }

  static JobSetSpec specOf(JobSet jobSet) {
    return Objects.requireNonNullElseGet(jobSet.getSpec(), JobSetSpec::new);
  }

  /** Makes the JobSet the controller of a child, so that the child goes when the JobSet goes. */
  OwnerReference asController() {
    return new OwnerReferenceBuilder()
        .withApiVersion(JobSet.API_VERSION)
        .withKind(JobSet.KIND)
        .withName(name)
        .withUid(uid)
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
