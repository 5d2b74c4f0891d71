package io.x_k8s.jobset.examples;

import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.v1alpha2.JobSetOutcome;
import io.x_k8s.jobset.client.v1alpha2.JobSetProgress;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.time.Duration;

/** The example of the README: four Jobs that run as one. */
public final class FirstJobSet {

  private FirstJobSet() {}

  /**
   * Runs the Jobs and waits for their end.
   *
   * @param kubernetes client for a cluster in which JobSet is installed
   * @param namespace where they run
   * @param template the Job that is to run four times
   * @return how they ended
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static JobSetOutcome run(
      KubernetesClient kubernetes, String namespace, JobTemplateSpec template)
      throws InterruptedException {
    // README: begin
    JobSet jobSet =
        new JobSetBuilder()
            .withNewMetadata()
            .withName("first")
            .endMetadata()
            .withNewSpec()
            .addNewReplicatedJob()
            .withName("workers")
            .withReplicas(4)
            .withTemplate(template)
            .endReplicatedJob()
            .withNewFailurePolicy()
            .withMaxRestarts(3)
            .endFailurePolicy()
            .endSpec()
            .build();

    var outcome =
        kubernetes
            .adapt(JobSetClient.class)
            .v1alpha2()
            .jobSets()
            .inNamespace(namespace)
            .resource(jobSet)
            .submit()
            .waitUntilFinished(
                Duration.ofHours(1), now -> System.out.println(JobSetProgress.of(now)));
    // README: end
    return outcome;
  }
}
