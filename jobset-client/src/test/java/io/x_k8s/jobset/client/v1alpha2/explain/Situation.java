package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.x_k8s.jobset.client.kueue.KueueWorkload;
import io.x_k8s.jobset.derived.DerivedObjects;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A JobSet {@code training} with one leader and two workers of two Pods each, and what is around
 * it, as the controllers would have made it; changed by a test until it is the situation to be
 * explained.
 */
final class Situation {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final List<Job> jobs = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private Optional<KueueWorkload> workload = Optional.empty();
  private JobSet jobSet =
      new JobSetBuilder()
          .withNewMetadata()
          .withNamespace("ml")
          .withName("training")
          .withUid("uid-of-training")
          .withCreationTimestamp(ago(Duration.ofMinutes(10)))
          .endMetadata()
          .withNewSpec()
          .addToReplicatedJobs(replicatedJob("leader", 1), replicatedJob("workers", 2))
          .endSpec()
          .withNewStatus()
          .endStatus()
          .build();

  static String ago(Duration duration) {
    return NOW.minus(duration).toString();
  }

  Situation jobSet(UnaryOperator<JobSetBuilder> change) {
    jobSet = change.apply(jobSet.edit()).build();
    return this;
  }

  /** Makes the Jobs of a ReplicatedJob, of the current attempt. */
  Situation jobs(String replicatedJob) {
    var template = DerivedObjects.of(jobSet);
    for (var rj : jobSet.getSpec().getReplicatedJobs()) {
      for (int i = 0; rj.getName().equals(replicatedJob) && i < rj.getReplicas(); i++) {
        var job = template.jobsOf(rj).build(i, OptionalInt.empty());
        job.getMetadata().setUid("uid-of-" + job.getMetadata().getName());
        jobs.add(job);
      }
    }
    return this;
  }

  Situation job(String name, UnaryOperator<JobBuilder> change) {
    jobs.replaceAll(job -> isCalled(job, name) ? change.apply(job.edit()).build() : job);
    return this;
  }

  /** Makes a Pod of an existing Job, without a node. */
  Situation pod(String job, int index, UnaryOperator<PodBuilder> change) {
    var owner = jobs.stream().filter(other -> isCalled(other, job)).findFirst().orElseThrow();
    var pod =
        new PodBuilder()
            .withMetadata(owner.getSpec().getTemplate().getMetadata())
            .editMetadata()
            .withNamespace("ml")
            .withName(job + "-" + index + "-abcde")
            .withUid("uid-of-" + job + "-" + index)
            .withCreationTimestamp(ago(Duration.ofMinutes(5)))
            .addToAnnotations("batch.kubernetes.io/job-completion-index", String.valueOf(index))
            .addNewOwnerReference()
            .withController(true)
            .withUid(owner.getMetadata().getUid())
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .withPhase("Pending")
            .endStatus();
    pods.add(change.apply(pod).build());
    return this;
  }

  Situation event(String uid, String reason, String message, Duration ago) {
    events.add(
        new EventBuilder()
            .withNewInvolvedObject()
            .withUid(uid)
            .endInvolvedObject()
            .withType("Warning")
            .withReason(reason)
            .withMessage(message)
            .withLastTimestamp(ago(ago))
            .build());
    return this;
  }

  Situation workload(KueueWorkload said) {
    workload = Optional.of(said);
    return this;
  }

  List<Reason> reasons(Reason.NotVisible... notVisible) {
    return explanation(notVisible).reasons();
  }

  Explanation explanation(Reason.NotVisible... notVisible) {
    return Explanation.of(
        new JobSetSnapshot(jobSet, jobs, pods, events, workload, List.of(notVisible), NOW));
  }

  private static boolean isCalled(HasMetadata object, String name) {
    return object.getMetadata().getName().equals(name);
  }

  private static ReplicatedJob replicatedJob(String name, int replicas) {
    return new ReplicatedJobBuilder()
        .withName(name)
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withParallelism(2)
        .withCompletions(2)
        .withNewTemplate()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("registry.example/train:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .endTemplate()
        .build();
  }
}
