package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.List;

/**
 * Processes that have to find each other: each needs its own number, how many there are, and the
 * address of the first. They are the Pods of {@code jobs} Jobs of {@code podsPerJob} Pods each,
 * numbered Job by Job.
 */
final class Rendezvous {

  private static final String JOB_INDEX = "JOBSET_JOB_INDEX";

  private final String name;
  private final int jobs;
  private final int podsPerJob;
  private final Environment environment = new Environment();

  Rendezvous(String name, int jobs, int podsPerJob) {
    this.name = name;
    this.jobs = jobs;
    this.podsPerJob = podsPerJob;
  }

  JobSetBuilder torchrun(PodTemplateSpec pod, int port) {
    var first = Environment.host(Shape.WORKERS, 0, 0);
    environment
        .value("MASTER_ADDR", first)
        .value("MASTER_PORT", port)
        .value("WORLD_SIZE", size())
        .value("NNODES", size())
        // torchrun takes what its command line lacks from variables with this prefix.
        .value("PET_MASTER_ADDR", first)
        .value("PET_MASTER_PORT", port)
        .value("PET_NNODES", size());
    return workers(pod, List.of("RANK", "NODE_RANK", "PET_NODE_RANK"));
  }

  JobSetBuilder jax(PodTemplateSpec pod, int port) {
    environment
        .value("JAX_COORDINATOR_ADDRESS", Environment.host(Shape.WORKERS, 0, 0) + ":" + port)
        .value("JAX_NUM_PROCESSES", size());
    return workers(pod, List.of("JAX_PROCESS_ID"));
  }

  /** Kubernetes gives a Pod its two indexes, but it cannot calculate; a shell can. */
  private JobSetBuilder workers(PodTemplateSpec pod, List<String> numbers) {
    if (jobs == 1) {
      numbers.forEach(environment::podIndex);
    } else if (podsPerJob == 1) {
      numbers.forEach(environment::jobIndex);
    } else {
      environment.jobIndex(JOB_INDEX);
      return of(new Numbering(JOB_INDEX, podsPerJob, numbers).in(environment.in(pod)));
    }
    return of(environment.in(pod));
  }

  private JobSetBuilder of(PodTemplateSpec pod) {
    return Shape.of(name, Shape.replicatedJob(Shape.WORKERS, jobs, podsPerJob, pod));
  }

  private long size() {
    return (long) jobs * podsPerJob;
  }
}
