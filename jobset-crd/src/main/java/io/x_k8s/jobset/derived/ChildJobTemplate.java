package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpecBuilder;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Builds the child Jobs of one ReplicatedJob (specification of the controller, section 16; of the
 * API, section 10.4). What the Jobs have in common is copied from the JobSet once, so that building
 * thousands of them is cheap, and a later change of the JobSet does not show. Immutable; several
 * threads may build at once.
 *
 * <p>Each Job built is an object of its own, except that the containers, volumes, tolerations and
 * scheduling gates in its lists are the same objects in all Jobs of this template: replace them, do
 * not modify them.
 */
public final class ChildJobTemplate {
  private final Parent parent;
  private final JobSetKeys keys;
  private final ExclusivePlacement placement;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final JobSpec spec;
  private final ResumableFields podFields;
  private final ChildPodTemplate podTemplate;

  private ChildJobTemplate(JobSet jobSet, ReplicatedJob replicatedJob, JobIndexes indexes) {
    JobTemplateSpec template = new JobTemplateSpecBuilder(replicatedJob.getTemplate()).build();
    ObjectMeta metadata = Objects.requireNonNullElseGet(template.getMetadata(), ObjectMeta::new);
    spec = Objects.requireNonNullElseGet(template.getSpec(), JobSpec::new);
    PodTemplateSpec pod = spec.getTemplate();
    spec.setTemplate(null);
    spec.setSuspend(Boolean.TRUE.equals(Parent.specOf(jobSet).getSuspend()));
    parent = Parent.of(jobSet);
    keys = new JobSetKeys(jobSet, replicatedJob, indexes);
    labels = Objects.requireNonNullElse(metadata.getLabels(), Map.of());
    annotations = Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
    placement = ExclusivePlacement.of(parent.annotations(), annotations);
    podFields = ResumableFields.of(pod);
    podTemplate = new ChildPodTemplate(jobSet, pod);
  }

  static ChildJobTemplate of(JobSet jobSet, ReplicatedJob replicatedJob, JobIndexes indexes) {
    return new ChildJobTemplate(jobSet, replicatedJob, indexes);
  }

  /**
   * Name of a Job.
   *
   * @param index its index in the ReplicatedJob, from 0
   * @return {@code <jobset>-<replicatedJob>-<index>}
   */
  public String nameOf(int index) {
    return keys.jobName(index);
  }

  /**
   * Builds a Job. It carries the JobSet's restarts as they are in its status, and is suspended if
   * the JobSet is.
   *
   * @param index its index in the ReplicatedJob, from 0
   * @param jobRestartAttempt how often this single Job was restarted; empty unless the feature gate
   *     {@code RestartJob} is on
   * @return the Job, as it is to be created
   */
  public Job build(int index, OptionalInt jobRestartAttempt) {
    Map<String, String> ours = keys.of(index, jobRestartAttempt);
    JobSpec jobSpec = new JobSpecBuilder(spec).build();
    jobSpec.setTemplate(podTemplate.with(resumableFields(nameOf(index), ours)));
    Job job = new Job();
    job.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(parent.namespace())
            .withName(nameOf(index))
            .withLabels(merged(labels, ours))
            .withAnnotations(merged(annotations, placement.annotations(), ours))
            .withOwnerReferences(parent.asController())
            .build());
    job.setSpec(jobSpec);
    return job;
  }

  /**
   * The fields that a resume writes into an existing Job: what the JobSet's template says now, what
   * the controller adds to it in {@link #build}, and the labels of the Job controller, without
   * which the API server would refuse them.
   *
   * @param index index of the Job in the ReplicatedJob, from 0
   * @param jobRestartAttempt as in {@link #build}
   * @param uid UID of the existing Job
   * @return the fields; their {@link ResumableFields#hash()} is that of the existing Job's if
   *     nothing changed
   */
  public ResumableFields resumableFields(int index, OptionalInt jobRestartAttempt, String uid) {
    ResumableFields fields = resumableFields(nameOf(index), keys.of(index, jobRestartAttempt));
    return Boolean.TRUE.equals(spec.getManualSelector())
        ? fields
        : fields.withJobControllerLabels(nameOf(index), uid);
  }

  private ResumableFields resumableFields(String job, Map<String, String> ours) {
    return new ResumableFields(
        merged(podFields.labels(), ours),
        merged(podFields.annotations(), placement.annotations(), ours),
        merged(podFields.nodeSelector(), placement.nodeSelector(parent.namespace(), job)),
        withPlacement(podFields.tolerations()),
        podFields.schedulingGates());
  }

  private List<Toleration> withPlacement(List<Toleration> tolerations) {
    List<Toleration> all = new ArrayList<>(tolerations);
    all.addAll(placement.tolerations());
    return all;
  }

  /** Later maps win. */
  @SafeVarargs
  private static Map<String, String> merged(Map<String, String>... maps) {
    Map<String, String> all = new LinkedHashMap<>();
    for (Map<String, String> map : maps) {
      all.putAll(map);
    }
    return all;
  }
}
