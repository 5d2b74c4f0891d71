package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A JobSet as the rules look at it: with a name, and with absent parts read as empty. Rules only
 * read.
 *
 * @param jobSet has metadata with the name, and a spec, which is that of the JobSet given
 * @param templates its ReplicatedJobs
 */
record Candidate(JobSet jobSet, List<Template> templates) {
  private static final int MAX_GENERATED_PREFIX = 58;

  /** Stands for what the API server appends to {@code generateName}: five characters like these. */
  private static final String GENERATED_SUFFIX = "xxxxx";

  static Candidate of(JobSet jobSet) {
    ObjectMeta given = Objects.requireNonNullElseGet(jobSet.getMetadata(), ObjectMeta::new);
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(nameOf(given));
    metadata.setNamespace(given.getNamespace());
    metadata.setLabels(given.getLabels());
    metadata.setAnnotations(given.getAnnotations());
    JobSet named = new JobSet();
    named.setMetadata(metadata);
    named.setSpec(Objects.requireNonNullElseGet(jobSet.getSpec(), JobSetSpec::new));
    named.setStatus(jobSet.getStatus());
    return new Candidate(named, Template.allOf(named.getSpec()));
  }

  /** The name, or one like those that will be generated, or nothing. */
  private static String nameOf(ObjectMeta metadata) {
    String name = Objects.requireNonNullElse(metadata.getName(), "");
    String prefix = Objects.requireNonNullElse(metadata.getGenerateName(), "");
    if (!name.isEmpty() || prefix.isEmpty()) {
      return name;
    }
    return prefix.substring(0, Math.min(prefix.length(), MAX_GENERATED_PREFIX)) + GENERATED_SUFFIX;
  }

  String name() {
    return jobSet.getMetadata().getName();
  }

  String namespace() {
    return Objects.requireNonNullElse(jobSet.getMetadata().getNamespace(), "");
  }

  Map<String, String> labels() {
    return Objects.requireNonNullElse(jobSet.getMetadata().getLabels(), Map.of());
  }

  Map<String, String> annotations() {
    return Objects.requireNonNullElse(jobSet.getMetadata().getAnnotations(), Map.of());
  }

  JobSetSpec spec() {
    return jobSet.getSpec();
  }

  Optional<Template> template(String name) {
    return templates.stream().filter(template -> template.name().equals(name)).findFirst();
  }
}
