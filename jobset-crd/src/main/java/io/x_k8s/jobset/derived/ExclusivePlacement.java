package io.x_k8s.jobset.derived;

import static io.x_k8s.jobset.v1alpha2.JobSetAnnotations.EXCLUSIVE_TOPOLOGY;
import static io.x_k8s.jobset.v1alpha2.JobSetAnnotations.NODE_SELECTOR;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetNodes;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One topology domain per Job, as far as it shows in the Job itself: annotations, and for nodes
 * prepared beforehand a node selector and a toleration (specification of the controller, section
 * 16.4; of the API, section 8).
 *
 * @param annotations written on the Job and on its Pod template
 */
public record ExclusivePlacement(Map<String, String> annotations) {

  /**
   * What holds for the Jobs of a ReplicatedJob.
   *
   * @param jobSet the JobSet
   * @param replicatedJob one of its ReplicatedJobs
   */
  public static ExclusivePlacement of(JobSet jobSet, ReplicatedJob replicatedJob) {
    JobTemplateSpec template = replicatedJob.getTemplate();
    return of(
        annotationsOf(jobSet.getMetadata()),
        template == null ? Map.of() : annotationsOf(template.getMetadata()));
  }

  /** The node label that names a topology domain, of which each Job gets one for itself. */
  public Optional<String> topology() {
    return Optional.ofNullable(annotations.get(EXCLUSIVE_TOPOLOGY));
  }

  /** Whether nodes were labelled beforehand, so that a node selector places the Pods. */
  public boolean selectsNodes() {
    return annotations.containsKey(NODE_SELECTOR);
  }

  /**
   * Combines the annotations of both levels; the template wins. The node-selector flag of the
   * JobSet counts only beside its own topology, that of a template beside any topology, so that Job
   * and Pods always agree.
   */
  static ExclusivePlacement of(Map<String, String> jobSet, Map<String, String> jobTemplate) {
    Map<String, String> result = new LinkedHashMap<>();
    copy(EXCLUSIVE_TOPOLOGY, jobSet, result);
    if (!result.isEmpty()) {
      copy(NODE_SELECTOR, jobSet, result);
    }
    copy(EXCLUSIVE_TOPOLOGY, jobTemplate, result);
    if (!result.isEmpty()) {
      copy(NODE_SELECTOR, jobTemplate, result);
    }
    return new ExclusivePlacement(result);
  }

  Map<String, String> nodeSelector(String namespace, String job) {
    return selectsNodes()
        ? Map.of(JobSetNodes.NAMESPACED_JOB_LABEL, JobSetNames.namespacedJob(namespace, job))
        : Map.of();
  }

  List<Toleration> tolerations() {
    return selectsNodes()
        ? List.of(
            new TolerationBuilder()
                .withKey(JobSetNodes.NO_SCHEDULE_TAINT)
                .withOperator("Exists")
                .withEffect("NoSchedule")
                .build())
        : List.of();
  }

  private static Map<String, String> annotationsOf(ObjectMeta metadata) {
    return metadata == null || metadata.getAnnotations() == null
        ? Map.of()
        : metadata.getAnnotations();
  }

  private static void copy(String key, Map<String, String> from, Map<String, String> to) {
    String value = from.get(key);
    if (value != null) {
      to.put(key, value);
    }
  }
}
