package io.x_k8s.jobset.e2e.suite;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import java.util.List;

/**
 * A ReplicatedJob whose Pods run for a while and end with an exit code: by their command on a real
 * node, by their annotations on a simulated one.
 *
 * @param name name of the ReplicatedJob
 * @param replicas number of its Jobs, of one Pod each
 * @param seconds how long a Pod runs
 * @param exitCode how it ends
 */
record Task(String name, int replicas, int seconds, int exitCode) {
  private static final String RUN_SECONDS = "jobset-e2e.x-k8s.io/run-seconds";
  private static final String EXIT_CODE = "jobset-e2e.x-k8s.io/exit-code";

  /** A JobSet of these, with DNS names. */
  static JobSet jobSet(String name, ReplicatedJob... replicatedJobs) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNewNetwork()
        .withEnableDNSHostnames(true)
        .endNetwork()
        .withReplicatedJobs(replicatedJobs)
        .endSpec()
        .build();
  }

  /**
   * Jobs of which the one of index 1 fails as long as the label says "0", and else all succeed: by
   * their command on a real node; on a simulated one they run until the test has them exit.
   *
   * @param attempt label of the Pods: the attempt that counts
   */
  static ReplicatedJob failingAt(String attempt, String name, int replicas) {
    ReplicatedJob replicatedJob = new Task(name, replicas, 0, 0).replicatedJob();
    PodTemplateSpec pod = replicatedJob.getTemplate().getSpec().getTemplate();
    pod.getMetadata().setAnnotations(null);
    Container container = pod.getSpec().getContainers().get(0);
    container.setEnv(
        List.of(fromLabel("ATTEMPT", attempt), fromLabel("INDEX", JobSetLabels.JOB_INDEX)));
    container.setCommand(
        List.of("sh", "-c", "sleep 2; test \"$ATTEMPT\" != 0 || test \"$INDEX\" != 1"));
    return replicatedJob;
  }

  private static EnvVar fromLabel(String variable, String label) {
    return new EnvVarBuilder()
        .withName(variable)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath("metadata.labels['%s']".formatted(label))
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  ReplicatedJob replicatedJob() {
    return new ReplicatedJobBuilder()
        .withName(name)
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewSpec()
        .withBackoffLimit(0)
        .withCompletionMode("Indexed")
        .withParallelism(1)
        .withCompletions(1)
        .withNewTemplate()
        .withNewMetadata()
        .addToAnnotations(RUN_SECONDS, String.valueOf(seconds))
        .addToAnnotations(EXIT_CODE, String.valueOf(exitCode))
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .withCommand("sh", "-c", "sleep %d; exit %d".formatted(seconds, exitCode))
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .endTemplate()
        .build();
  }
}
