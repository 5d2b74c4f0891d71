package io.x_k8s.jobset.operator.observe;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.x_k8s.jobset.derived.ExclusivePlacement;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.List;
import java.util.Map;

/** Tells which JobSets have Pods that the operator places. */
final class ExclusiveJobSets {
  private ExclusiveJobSets() {}

  static boolean isOne(JobSet jobSet) {
    List<ReplicatedJob> replicatedJobs =
        jobSet.getSpec() == null ? null : jobSet.getSpec().getReplicatedJobs();
    return replicatedJobs != null
        && replicatedJobs.stream().anyMatch(replicatedJob -> isOne(jobSet, replicatedJob));
  }

  private static boolean isOne(JobSet jobSet, ReplicatedJob replicatedJob) {
    ExclusivePlacement placement = ExclusivePlacement.of(jobSet, replicatedJob);
    Map<String, String> podAnnotations = podAnnotations(replicatedJob);
    boolean exclusive =
        placement.topology().isPresent()
            || podAnnotations.containsKey(JobSetAnnotations.EXCLUSIVE_TOPOLOGY);
    boolean prepared =
        placement.selectsNodes() || podAnnotations.containsKey(JobSetAnnotations.NODE_SELECTOR);
    return exclusive && !prepared;
  }

  /** Users may write the annotations straight into the Pod template. */
  private static Map<String, String> podAnnotations(ReplicatedJob replicatedJob) {
    JobTemplateSpec job = replicatedJob.getTemplate();
    PodTemplateSpec pod = job == null || job.getSpec() == null ? null : job.getSpec().getTemplate();
    ObjectMeta metadata = pod == null ? null : pod.getMetadata();
    return metadata == null || metadata.getAnnotations() == null
        ? Map.of()
        : metadata.getAnnotations();
  }
}
