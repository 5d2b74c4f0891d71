package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.Event;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.StartupPolicyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Why Jobs of a ReplicatedJob do not exist, or are not started. */
final class ReplicatedJobReasons {

  private static final Set<String> TROUBLE =
      Set.of(
          "JobCreationFailed", "HeadlessServiceCreationFailed", "PVCCreationFailed", "CannotGoOn");

  private final JobSetView jobSet;
  private final Surroundings around;

  ReplicatedJobReasons(JobSetView jobSet, Surroundings around) {
    this.jobSet = jobSet;
    this.around = around;
  }

  List<Reason> all() {
    var reasons = new ArrayList<Reason>();
    var lacksJobs = false;
    Optional<ReplicatedJob> before = Optional.empty();
    for (var replicatedJob : jobSet.replicatedJobs()) {
      var dependency = jobSet.unmetDependency(replicatedJob);
      if (dependency.isPresent()) {
        reasons.add(waiting(replicatedJob, dependency.get()));
      } else if (before.isPresent()) {
        reasons.add(new Reason.WaitingForTurn(replicatedJob.getName(), before.get().getName()));
      } else {
        lacksJobs |= lacksJobs(replicatedJob);
        if (isInOrder() && !jobSet.isStarted(replicatedJob)) {
          before = Optional.of(replicatedJob);
        }
      }
    }
    if (lacksJobs) {
      reasons.addAll(0, trouble());
    }
    return reasons;
  }

  private Reason waiting(ReplicatedJob replicatedJob, DependsOn dependency) {
    var on = dependency.getName();
    var counts = jobSet.counts(on);
    var reached =
        DependsOnStatus.COMPLETE.equals(dependency.getStatus())
            ? counts.getSucceeded()
            : counts.getReady() + counts.getSucceeded() + counts.getFailed();
    return new Reason.WaitingForDependency(
        replicatedJob.getName(), on, dependency.getStatus(), reached, replicasOf(on));
  }

  private int replicasOf(String replicatedJob) {
    return jobSet.replicatedJobs().stream()
        .filter(job -> Objects.equals(job.getName(), replicatedJob))
        .mapToInt(JobIndexes::replicasOf)
        .findFirst()
        .orElse(0);
  }

  private boolean lacksJobs(ReplicatedJob replicatedJob) {
    return around.jobsOf(replicatedJob.getName()).size() < JobIndexes.replicasOf(replicatedJob);
  }

  /** Old trouble does not matter once the Jobs are there, so it is told only while they are not. */
  private List<Reason> trouble() {
    return around.eventsOfJobSet().stream()
        .filter(event -> TROUBLE.contains(event.getReason()))
        .limit(1)
        .map(ReplicatedJobReasons::stuck)
        .toList();
  }

  private static Reason stuck(Event event) {
    return new Reason.ControllerStuck(
        event.getReason(), Objects.requireNonNullElse(event.getMessage(), ""));
  }

  private boolean isInOrder() {
    var policy = jobSet.spec().getStartupPolicy();
    return policy != null && StartupPolicyOrder.IN_ORDER.equals(policy.getStartupPolicyOrder());
  }
}
