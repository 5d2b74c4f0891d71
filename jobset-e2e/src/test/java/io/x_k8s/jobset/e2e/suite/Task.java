package io.x_k8s.jobset.e2e.suite;

import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;

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
