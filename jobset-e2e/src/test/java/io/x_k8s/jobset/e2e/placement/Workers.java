package io.x_k8s.jobset.e2e.placement;

import io.fabric8.kubernetes.api.model.Quantity;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.Map;

/**
 * A JobSet of Jobs that want a domain each. Two of its Pods do not fit on one node.
 *
 * @param name name of the JobSet
 * @param topology node label that names a domain
 * @param jobs number of Jobs
 * @param pods number of Pods of each Job
 * @param nodeSelector nodes that may be used
 * @param priorityClass of the Pods; null for none
 */
record Workers(
    String name,
    String topology,
    int jobs,
    int pods,
    Map<String, String> nodeSelector,
    String priorityClass) {

  static Workers of(String name, int jobs, int pods, Map<String, String> nodeSelector) {
    return new Workers(name, PlacementCluster.RACK, jobs, pods, nodeSelector, null);
  }

  JobSet jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName(name)
        .addToAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, topology)
        .endMetadata()
        .withNewSpec()
        .withNewFailurePolicy()
        .withMaxRestarts(100)
        .endFailurePolicy()
        .addNewReplicatedJob()
        .withName("w")
        .withReplicas(jobs)
        .withNewTemplate()
        .withNewSpec()
        .withParallelism(pods)
        .withCompletions(pods)
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withTerminationGracePeriodSeconds(0L)
        .withPriorityClassName(priorityClass)
        .withNodeSelector(nodeSelector)
        .addNewContainer()
        .withName("main")
        .withImage("simulated")
        .withNewResources()
        .addToRequests("cpu", new Quantity("40"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .endTemplate()
        .endReplicatedJob()
        .endSpec()
        .build();
  }
}
