package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One ReplicatedJob as the rules look at it, with absent parts read as empty.
 *
 * @param index its index in the spec
 * @param replicatedJob the ReplicatedJob
 */
record Template(int index, ReplicatedJob replicatedJob) {
  private static final String DEFAULT_GROUP = "default";
  private static final String INDEXED = "Indexed";

  static List<Template> allOf(JobSetSpec spec) {
    List<ReplicatedJob> jobs = Objects.requireNonNullElse(spec.getReplicatedJobs(), List.of());
    List<Template> templates = new ArrayList<>();
    for (ReplicatedJob job : jobs) {
      templates.add(
          new Template(templates.size(), Objects.requireNonNullElseGet(job, ReplicatedJob::new)));
    }
    return templates;
  }

  String path() {
    return "spec.replicatedJobs[" + index + "]";
  }

  String jobSpecPath() {
    return path() + ".template.spec";
  }

  String podSpecPath() {
    return jobSpecPath() + ".template.spec";
  }

  String name() {
    return Objects.requireNonNullElse(replicatedJob.getName(), "");
  }

  String groupName() {
    return Objects.requireNonNullElse(replicatedJob.getGroupName(), DEFAULT_GROUP);
  }

  int replicas() {
    return JobIndexes.replicasOf(replicatedJob);
  }

  List<DependsOn> dependsOn() {
    return Objects.requireNonNullElse(replicatedJob.getDependsOn(), List.of());
  }

  /** Name of the Job with the greatest index, which is the longest. */
  String lastJobName(String jobSet) {
    return JobSetNames.job(jobSet, name(), replicas() - 1L);
  }

  boolean isIndexed() {
    return INDEXED.equals(jobSpec().getCompletionMode());
  }

  ObjectMeta jobMetadata() {
    return Objects.requireNonNullElseGet(jobTemplate().getMetadata(), ObjectMeta::new);
  }

  ObjectMeta podMetadata() {
    return Objects.requireNonNullElseGet(podTemplate().getMetadata(), ObjectMeta::new);
  }

  Map<String, String> jobAnnotations() {
    return Objects.requireNonNullElse(jobMetadata().getAnnotations(), Map.of());
  }

  Map<String, String> podAnnotations() {
    return Objects.requireNonNullElse(podMetadata().getAnnotations(), Map.of());
  }

  JobSpec jobSpec() {
    return Objects.requireNonNullElseGet(jobTemplate().getSpec(), JobSpec::new);
  }

  PodSpec podSpec() {
    return Objects.requireNonNullElseGet(podTemplate().getSpec(), PodSpec::new);
  }

  private JobTemplateSpec jobTemplate() {
    return Objects.requireNonNullElseGet(replicatedJob.getTemplate(), JobTemplateSpec::new);
  }

  private PodTemplateSpec podTemplate() {
    return Objects.requireNonNullElseGet(jobSpec().getTemplate(), PodTemplateSpec::new);
  }
}
