package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import io.x_k8s.jobset.v1alpha2.WhenDeleted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The claims that the Jobs of a JobSet share, and the volumes by which Pods use them (specification
 * of the controller, section 14).
 */
final class VolumeClaims {
  private VolumeClaims() {}

  static List<PersistentVolumeClaim> of(JobSet jobSet) {
    Parent parent = Parent.of(jobSet);
    List<PersistentVolumeClaim> claims = new ArrayList<>();
    for (VolumeClaimPolicy policy : policies(jobSet)) {
      for (PersistentVolumeClaimTemplate template : templates(policy)) {
        claims.add(claim(parent, template, isDeletedWithJobSet(policy)));
      }
    }
    return claims;
  }

  /** The volumes that a Pod needs: one for each claim that one of its containers mounts. */
  static List<Volume> volumesFor(PodSpec pod, JobSet jobSet) {
    String jobSetName = Parent.of(jobSet).name();
    Set<String> mounted =
        Stream.of(pod.getInitContainers(), pod.getContainers())
            .flatMap(VolumeClaims::stream)
            .flatMap(container -> stream(container.getVolumeMounts()))
            .map(VolumeMount::getName)
            .collect(Collectors.toSet());
    return policies(jobSet).stream()
        .flatMap(policy -> templates(policy).stream())
        .map(VolumeClaims::nameOf)
        .filter(mounted::contains)
        .distinct()
        .map(name -> volume(name, jobSetName))
        .toList();
  }

  private static Volume volume(String template, String jobSet) {
    return new VolumeBuilder()
        .withName(template)
        .withNewPersistentVolumeClaim()
        .withClaimName(JobSetNames.claim(template, jobSet))
        .endPersistentVolumeClaim()
        .build();
  }

  private static PersistentVolumeClaim claim(
      Parent parent, PersistentVolumeClaimTemplate template, boolean owned) {
    ObjectMeta metadata = metadataOf(template);
    var claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withNamespace(parent.namespace())
            .withName(JobSetNames.claim(nameOf(template), parent.name()))
            .withLabels(metadata.getLabels())
            .addToLabels(JobSetLabels.JOBSET_NAME, parent.name())
            .withAnnotations(metadata.getAnnotations())
            .endMetadata()
            .withSpec(template.getSpec());
    if (owned) {
      claim.editMetadata().withOwnerReferences(parent.asController()).endMetadata();
    }
    return claim.build();
  }

  private static boolean isDeletedWithJobSet(VolumeClaimPolicy policy) {
    return policy.getRetentionPolicy() != null
        && WhenDeleted.DELETE.equals(policy.getRetentionPolicy().getWhenDeleted());
  }

  private static List<VolumeClaimPolicy> policies(JobSet jobSet) {
    return Objects.requireNonNullElse(Parent.specOf(jobSet).getVolumeClaimPolicies(), List.of());
  }

  private static List<PersistentVolumeClaimTemplate> templates(VolumeClaimPolicy policy) {
    return Objects.requireNonNullElse(policy.getTemplates(), List.of());
  }

  private static String nameOf(PersistentVolumeClaimTemplate template) {
    return Objects.requireNonNullElse(metadataOf(template).getName(), "");
  }

  private static ObjectMeta metadataOf(PersistentVolumeClaimTemplate template) {
    return Objects.requireNonNullElseGet(template.getMetadata(), ObjectMeta::new);
  }

  private static <T> Stream<T> stream(Collection<T> values) {
    return values == null ? Stream.empty() : values.stream();
  }
}
