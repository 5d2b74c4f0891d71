package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import io.x_k8s.jobset.v1alpha2.SuccessPolicyOperator;
import java.util.Objects;

/** The usual arrangements of ReplicatedJobs. */
final class Shape {

  static final String WORKERS = "workers";
  static final String LEADER = "leader";
  static final String LAUNCHER = "launcher";

  private static final String INDEXED = "Indexed";
  private static final String NEVER = "Never";

  private Shape() {}

  static JobSetBuilder of(String name, ReplicatedJob... replicatedJobs) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName(Objects.requireNonNull(name, "name"))
        .endMetadata()
        .withNewSpec()
        .withNewNetwork()
        // The default, but only an admission webhook would fill it in.
        .withEnableDNSHostnames(true)
        .endNetwork()
        .addToReplicatedJobs(replicatedJobs)
        .endSpec();
  }

  /**
   * Jobs of Pods that have names. A Pod that fails, fails its Job, and stays to be looked at: what
   * comes next is the failure policy's decision alone.
   */
  static ReplicatedJob replicatedJob(String name, int jobs, int podsPerJob, PodTemplateSpec pod) {
    return new ReplicatedJobBuilder()
        .withName(name)
        .withReplicas(atLeastOne(jobs, "Jobs"))
        .withNewTemplate()
        .withNewSpec()
        .withCompletionMode(INDEXED)
        .withParallelism(atLeastOne(podsPerJob, "Pods"))
        .withCompletions(podsPerJob)
        .withBackoffLimit(0)
        .withTemplate(withRestartPolicy(pod))
        .endSpec()
        .endTemplate()
        .build();
  }

  /** Makes one Pod the one whose address all others are told. */
  static JobSetBuilder withCoordinator(JobSetBuilder jobSet, String replicatedJob) {
    return jobSet
        .editSpec()
        .withNewCoordinator()
        .withReplicatedJob(replicatedJob)
        .endCoordinator()
        .endSpec();
  }

  /** The launcher comes when the workers can be reached, and decides when it is over. */
  static JobSetBuilder launched(String name, ReplicatedJob workers, ReplicatedJob launcher) {
    var waiting =
        launcher
            .edit()
            .addNewDependsOn()
            .withName(WORKERS)
            .withStatus(DependsOnStatus.READY)
            .endDependsOn()
            .build();
    return of(name, workers, waiting)
        .editSpec()
        .withNewSuccessPolicy()
        .withOperator(SuccessPolicyOperator.ALL)
        .withTargetReplicatedJobs(LAUNCHER)
        .endSuccessPolicy()
        .endSpec();
  }

  private static PodTemplateSpec withRestartPolicy(PodTemplateSpec pod) {
    var copy = new PodTemplateSpecBuilder(Objects.requireNonNull(pod, "pod")).build();
    if (copy.getSpec() != null && copy.getSpec().getRestartPolicy() == null) {
      copy.getSpec().setRestartPolicy(NEVER);
    }
    return copy;
  }

  private static int atLeastOne(int number, String what) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "There must be at least one of the %s, not %d.".formatted(what, number));
    }
    return number;
  }
}
