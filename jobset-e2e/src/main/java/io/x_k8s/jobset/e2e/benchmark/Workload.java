package io.x_k8s.jobset.e2e.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.derived.ChildJobTemplate;
import io.x_k8s.jobset.derived.DerivedObjects;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The JobSets of the benchmark, and the Jobs that a client without an operator makes instead. */
final class Workload {
  static final String NAMESPACE = "benchmark";
  static final String JOBSETS =
      "/apis/jobset.x-k8s.io/v1alpha2/namespaces/" + NAMESPACE + "/jobsets";
  static final String JOBS = "/apis/batch/v1/namespaces/" + NAMESPACE + "/jobs";
  static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";

  private static final String NO_JOBSET = "00000000-0000-0000-0000-000000000000";

  /** Selects the Jobs of {@link #jobs}. */
  static final String BARE_JOBS = "labelSelector=" + JobSetLabels.JOBSET_UID + "%3D" + NO_JOBSET;

  private final KubernetesSerialization json =
      new KubernetesSerialization(new ObjectMapper(), true);

  /**
   * A JobSet of one ReplicatedJob {@code workers} with one Pod per Job.
   *
   * @param name its name
   * @param jobs how many Jobs it has
   * @param suspended whether its Jobs are created without Pods
   */
  static JobSet jobSet(String name, int jobs, boolean suspended) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withSuspend(suspended)
        .withNewFailurePolicy()
        .withMaxRestarts(1_000_000)
        .endFailurePolicy()
        .addNewReplicatedJob()
        .withName("workers")
        .withReplicas(jobs)
        .withNewTemplate()
        .withNewSpec()
        .withParallelism(1)
        .withCompletions(1)
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        // Nobody waits for a simulated Pod to end by itself.
        .withTerminationGracePeriodSeconds(0L)
        .addNewContainer()
        .withName("worker")
        .withImage("registry.example.com/training/worker:1.4.2")
        .withCommand("python", "-m", "training.worker")
        .withArgs("--steps=100000", "--checkpoints=/checkpoints")
        .addNewEnv()
        .withName("MODEL")
        .withValue("large")
        .endEnv()
        .withNewResources()
        .addToRequests("cpu", new Quantity("10m"))
        .addToRequests("memory", new Quantity("16Mi"))
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

  byte[] json(JobSet jobSet) {
    return json.asJson(jobSet).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The Jobs that the operator would make of a JobSet, but without an owner, and without the label
   * that would make the operator watch them.
   */
  List<PreparedJob> jobs(JobSet jobSet) {
    jobSet.getMetadata().setUid(NO_JOBSET);
    var workers = jobSet.getSpec().getReplicatedJobs().get(0);
    ChildJobTemplate template = DerivedObjects.of(jobSet).jobsOf(workers);
    return IntStream.range(0, workers.getReplicas()).mapToObj(i -> prepare(template, i)).toList();
  }

  private PreparedJob prepare(ChildJobTemplate template, int index) {
    Job job = template.build(index, OptionalInt.empty());
    job.getMetadata().setOwnerReferences(List.of());
    job.getMetadata().getLabels().remove(JobSetLabels.JOBSET_NAME);
    return new PreparedJob(
        job.getMetadata().getName(), json.asJson(job).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A Job that only needs to be sent.
   *
   * @param name its name
   * @param json the object
   */
  record PreparedJob(String name, byte[] json) {}
}
