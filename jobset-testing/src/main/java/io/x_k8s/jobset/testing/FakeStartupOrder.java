package io.x_k8s.jobset.testing;

import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.testing.FakeJob.Phase;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.StartupPolicyOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whose turn it is, by the startup policy and by {@code dependsOn}, as one pass finds it. */
final class FakeStartupOrder {
  private final List<ReplicatedJob> replicatedJobs;
  private final FakeJobs jobs;
  private final StatusInProgress status;
  private final boolean ordered;
  private final Set<String> started;
  private final Set<String> complete;

  FakeStartupOrder(JobSetSpec spec, FakeJobs jobs, StatusInProgress status) {
    this.replicatedJobs = Objects.requireNonNullElse(spec.getReplicatedJobs(), List.of());
    this.jobs = jobs;
    this.status = status;
    this.ordered =
        isInOrder(spec) && !Boolean.TRUE.equals(spec.getSuspend()) && !hasCompletedForThisAttempt();
    this.started = names(job -> job.is(Phase.READY) || job.isFinished());
    this.complete = names(job -> job.is(Phase.SUCCEEDED));
  }

  /** A restart follows the order from its beginning. */
  static void beginAgain(JobSetSpec spec, StatusInProgress status) {
    if (isInOrder(spec) && status.isTrue(JobSetConditions.STARTUP_POLICY_COMPLETED)) {
      tellInProgress(status);
    }
  }

  /**
   * Makes the Jobs whose turn it is.
   *
   * @return whether one was missing
   */
  boolean create(JobSet jobSet, boolean suspended) {
    var created = false;
    for (var replicatedJob : replicatedJobs) {
      if (!isTurnOf(replicatedJob)) {
        continue;
      }
      created |= jobs.create(jobSet, replicatedJob, suspended);
      if (ordered) {
        tellInProgress(status);
        return created;
      }
    }
    if (ordered) {
      status.set(
          JobSetConditions.STARTUP_POLICY_COMPLETED,
          StatusInProgress.TRUE,
          JobSetConditionReasons.IN_ORDER_STARTUP_POLICY_COMPLETED,
          JobSetConditionMessages.STARTUP_POLICY_COMPLETED);
    }
    return created;
  }

  /**
   * Lets the suspended Jobs run whose turn it is.
   *
   * @return whether there were any
   */
  boolean resume() {
    var resumable = new HashSet<String>();
    for (var replicatedJob : replicatedJobs) {
      if (isTurnOf(replicatedJob)) {
        resumable.add(replicatedJob.getName());
        if (ordered) {
          break;
        }
      }
    }
    var suspended =
        jobs.all()
            .filter(job -> job.isSuspended() && resumable.contains(job.replicatedJob()))
            .toList();
    suspended.forEach(FakeJob::resume);
    return !suspended.isEmpty();
  }

  /** Whether no ReplicatedJob waits for an earlier one by the startup policy. */
  boolean isOver() {
    return !ordered || replicatedJobs.stream().allMatch(job -> started.contains(job.getName()));
  }

  private boolean isTurnOf(ReplicatedJob replicatedJob) {
    var dependencies =
        Objects.requireNonNullElse(replicatedJob.getDependsOn(), List.<DependsOn>of());
    return dependencies.stream().allMatch(this::isMet)
        && !(ordered && started.contains(replicatedJob.getName()));
  }

  private boolean isMet(DependsOn dependency) {
    return (DependsOnStatus.READY.equals(dependency.getStatus())
            && started.contains(dependency.getName()))
        || (DependsOnStatus.COMPLETE.equals(dependency.getStatus())
            && complete.contains(dependency.getName()));
  }

  private boolean hasCompletedForThisAttempt() {
    return status.isTrue(JobSetConditions.STARTUP_POLICY_COMPLETED)
        && jobs.all().noneMatch(job -> job.isSuspended() && !job.isFinished())
        && jobs.all().findAny().isPresent();
  }

  private Set<String> names(Predicate<FakeJob> allAre) {
    return replicatedJobs.stream()
        .filter(job -> jobs.count(job.getName(), allAre) == JobIndexes.replicasOf(job))
        .map(ReplicatedJob::getName)
        .collect(Collectors.toSet());
  }

  private static boolean isInOrder(JobSetSpec spec) {
    return spec.getStartupPolicy() != null
        && StartupPolicyOrder.IN_ORDER.equals(spec.getStartupPolicy().getStartupPolicyOrder());
  }

  private static void tellInProgress(StatusInProgress status) {
    status.set(
        JobSetConditions.STARTUP_POLICY_IN_PROGRESS,
        StatusInProgress.TRUE,
        JobSetConditionReasons.IN_ORDER_STARTUP_POLICY_IN_PROGRESS,
        JobSetConditionMessages.STARTUP_POLICY_IN_PROGRESS);
  }
}
