package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The Pod template of the Jobs of one ReplicatedJob, apart from the fields that differ between
 * them. It is copied from the JobSet once; then each Job gets a copy of its own, in which only
 * containers and volumes, which make up most of it, are the same objects as in the other Jobs.
 */
final class ChildPodTemplate {
  private static final String DEFAULT_RESTART_POLICY = "OnFailure";

  private final PodTemplateSpec rest;
  private final List<Container> initContainers;
  private final List<Container> containers;
  private final List<Volume> volumes;

  ChildPodTemplate(JobSet jobSet, PodTemplateSpec template) {
    rest = copyWithAllParts(template);
    PodSpec spec = rest.getSpec();
    if (spec.getRestartPolicy() == null || spec.getRestartPolicy().isEmpty()) {
      spec.setRestartPolicy(DEFAULT_RESTART_POLICY);
    }
    if (HeadlessService.isWanted(jobSet)) {
      spec.setSubdomain(JobSetNames.subdomain(jobSet));
    }
    initContainers = copyOf(spec.getInitContainers());
    containers = copyOf(spec.getContainers());
    volumes = copyOf(spec.getVolumes());
    volumes.addAll(VolumeClaims.volumesFor(spec, jobSet));
    spec.setInitContainers(List.of());
    spec.setContainers(List.of());
    spec.setVolumes(List.of());
  }

  /** The Pod template of one Job. */
  PodTemplateSpec with(ResumableFields fields) {
    PodTemplateSpec template = copyWithAllParts(rest);
    ObjectMeta metadata = template.getMetadata();
    metadata.setLabels(new LinkedHashMap<>(fields.labels()));
    metadata.setAnnotations(new LinkedHashMap<>(fields.annotations()));
    PodSpec spec = template.getSpec();
    spec.setInitContainers(copyOf(initContainers));
    spec.setContainers(copyOf(containers));
    spec.setVolumes(copyOf(volumes));
    spec.setNodeSelector(new LinkedHashMap<>(fields.nodeSelector()));
    spec.setTolerations(copyOf(fields.tolerations()));
    spec.setSchedulingGates(copyOf(fields.schedulingGates()));
    return template;
  }

  private static PodTemplateSpec copyWithAllParts(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editOrNewMetadata()
        .endMetadata()
        .editOrNewSpec()
        .endSpec()
        .build();
  }

  private static <T> List<T> copyOf(List<T> list) {
    return list == null ? new ArrayList<>() : new ArrayList<>(list);
  }
}
