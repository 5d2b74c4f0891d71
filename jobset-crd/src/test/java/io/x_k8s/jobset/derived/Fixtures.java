package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import java.util.OptionalInt;

/** JobSets to begin with, and the shortest way to one of their Jobs. */
final class Fixtures {
  private Fixtures() {}

  /** A JobSet in namespace {@code default} with DNS hostnames. */
  static JobSetBuilder jobSet(String name, ReplicatedJob... replicatedJobs) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .withUid("the-uid")
        .endMetadata()
        .withNewSpec()
        .withReplicatedJobs(replicatedJobs)
        .withNewNetwork()
        .withEnableDNSHostnames(true)
        .endNetwork()
        .endSpec();
  }

  static ReplicatedJobBuilder replicatedJob(String name, int replicas) {
    return new ReplicatedJobBuilder()
        .withName(name)
        .withGroupName("default")
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .endTemplate();
  }

  /** A ReplicatedJob whose Job template has one annotation or two. */
  static ReplicatedJob annotated(String name, String key, String value, String... flag) {
    var metadata =
        replicatedJob(name, 2).editTemplate().withNewMetadata().addToAnnotations(key, value);
    for (String other : flag) {
      metadata.addToAnnotations(other, "true");
    }
    return metadata.endMetadata().endTemplate().build();
  }

  static Job build(JobSet jobSet, String replicatedJob, int index) {
    return template(jobSet, replicatedJob).build(index, OptionalInt.empty());
  }

  static ChildJobTemplate template(JobSet jobSet, String replicatedJob) {
    ReplicatedJob found =
        jobSet.getSpec().getReplicatedJobs().stream()
            .filter(candidate -> replicatedJob.equals(candidate.getName()))
            .findFirst()
            .orElseThrow();
    return DerivedObjects.of(jobSet).jobsOf(found);
  }
}
