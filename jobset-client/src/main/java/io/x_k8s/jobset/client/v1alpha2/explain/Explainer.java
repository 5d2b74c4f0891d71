package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.Condition;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.client.kueue.Kueue;
import io.x_k8s.jobset.client.kueue.KueueWorkload;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetManagedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks for reasons from the outside in: the whole JobSet, its ReplicatedJobs, their Jobs, their
 * Pods. What an outer one explains is not explained again further in.
 */
final class Explainer {

  /** A controller that works needs far less to take notice of a new JobSet. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final JobSetSnapshot snapshot;
  private final JobSetView jobSet;
  private final Surroundings around;

  Explainer(JobSetSnapshot snapshot) {
    this.snapshot = snapshot;
    this.jobSet = new JobSetView(snapshot.jobSet());
    this.around = Surroundings.of(snapshot);
  }

  List<Reason> reasons() {
    var reasons = new ArrayList<Reason>();
    beingDeleted().ifPresent(reasons::add);
    var end = end();
    end.ifPresent(reasons::add);
    if (end.isEmpty()) {
      managedElsewhere().ifPresent(reasons::add);
      if (jobSet.isSuspended()) {
        reasons.add(suspended());
      } else if (reasons.isEmpty()) {
        running(reasons);
      }
      reasons.addAll(snapshot.notVisible());
    }
    return reasons;
  }

  private void running(List<Reason> reasons) {
    if (isUnnoticed()) {
      reasons.add(new Reason.NoController());
      return;
    }
    reasons.addAll(new ReplicatedJobReasons(jobSet, around).all());
    reasons.addAll(new JobReasons(around).all());
    reasons.addAll(new PodReasons(around).all());
  }

  private Optional<Reason> beingDeleted() {
    var metadata = jobSet.metadata();
    return Optional.ofNullable(metadata.getDeletionTimestamp())
        .map(
            since ->
                new Reason.BeingDeleted(
                    since, Objects.requireNonNullElse(metadata.getFinalizers(), List.of())));
  }

  private Optional<Reason> end() {
    if (jobSet.isTrue(JobSetConditions.COMPLETED)) {
      return Optional.of(new Reason.Completed());
    }
    return jobSet
        .condition(JobSetConditions.FAILED)
        .filter(condition -> jobSet.isTrue(JobSetConditions.FAILED))
        .map(Explainer::failed);
  }

  private static Reason failed(Condition condition) {
    return new Reason.Failed(
        Objects.requireNonNullElse(condition.getReason(), ""),
        Objects.requireNonNullElse(condition.getMessage(), ""));
  }

  private Optional<Reason> managedElsewhere() {
    return Optional.ofNullable(jobSet.spec().getManagedBy())
        .filter(controller -> !controller.equals(JobSetManagedBy.JOBSET_CONTROLLER))
        .map(Reason.ManagedElsewhere::new);
  }

  private Reason suspended() {
    var queue = Kueue.queueOf(jobSet.jobSet());
    return snapshot
        .workload()
        .map(workload -> waiting(workload, queue))
        .or(() -> queue.map(Reason.UnknownToKueue::new))
        .orElseGet(Reason.Suspended::new);
  }

  private static Reason waiting(KueueWorkload workload, Optional<String> queue) {
    return new Reason.WaitingInQueue(
        workload.queue().or(() -> queue).orElse(""),
        workload.name(),
        workload.admission(),
        workload.words());
  }

  private boolean isUnnoticed() {
    return jobSet.jobSet().getStatus() == null
        && around.jobs().isEmpty()
        && around.eventsOfJobSet().isEmpty()
        && Surroundings.isOlder(snapshot.jobSet(), PATIENCE, snapshot.now());
  }
}
