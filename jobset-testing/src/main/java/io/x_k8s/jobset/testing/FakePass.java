package io.x_k8s.jobset.testing;

import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.testing.FakeJob.Phase;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditionMessages;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatusBuilder;
import io.x_k8s.jobset.v1alpha2.SuccessPolicyOperator;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One pass of the operator over a JobSet: the status that it writes, as it finds the Jobs, and then
 * what it does to them. So a status is always one pass behind the Jobs, as with the real one.
 */
final class FakePass {
  private final JobSet jobSet;
  private final JobSetSpec spec;
  private final FakeJobs jobs;
  private final StatusInProgress status;
  private boolean jobsChanged;

  private FakePass(JobSet jobSet, FakeJobs jobs, Instant now) {
    this.jobSet = jobSet;
    this.spec = Objects.requireNonNullElseGet(jobSet.getSpec(), JobSetSpec::new);
    this.jobs = jobs;
    this.status = new StatusInProgress(jobSet.getStatus(), now);
  }

  /**
   * Makes a pass.
   *
   * @param jobSet as it is stored
   * @param jobs its Jobs; changed
   * @param now the time
   * @return what follows from it
   */
  static Result run(JobSet jobSet, FakeJobs jobs, Instant now) {
    var pass = new FakePass(jobSet, jobs, now);
    pass.decide();
    return new Result(pass.status.build(), pass.jobsChanged);
  }

  private void decide() {
    status.fields().withReplicatedJobsStatus(counts());
    if (jobSet.getStatus() != null && jobSet.getStatus().getTerminalState() != null) {
      jobsChanged = jobs.removeIf(job -> !job.isFinished());
      return;
    }
    if (!isSuspended() && allAreReady()) {
      endRestart(JobSetConditionReasons.JOBS_READY, JobSetConditionMessages.JOBS_READY);
    }
    var failed = jobs.all().filter(job -> job.is(Phase.FAILED)).findFirst();
    if (failed.isPresent()) {
      fail(failed.get());
      return;
    }
    if (successPolicyIsMet()) {
      finish(
          TerminalState.COMPLETED,
          JobSetConditions.COMPLETED,
          JobSetConditionReasons.ALL_JOBS_COMPLETED,
          JobSetConditionMessages.COMPLETED);
      return;
    }
    var startup = new FakeStartupOrder(spec, jobs, status);
    if (isSuspended()) {
      suspend(startup);
    } else {
      run(startup);
    }
  }

  private void suspend(FakeStartupOrder startup) {
    for (var job : jobs.running()) {
      job.suspend();
      jobsChanged = true;
    }
    jobsChanged |= startup.create(jobSet, true);
    status.set(
        JobSetConditions.SUSPENDED,
        StatusInProgress.TRUE,
        JobSetConditionReasons.SUSPENDED_JOBS,
        JobSetConditionMessages.SUSPENDED);
    endRestart(JobSetConditionReasons.JOB_SET_SUSPENDED, JobSetConditionMessages.SUSPENDED);
  }

  private void run(FakeStartupOrder startup) {
    jobsChanged |= startup.create(jobSet, false);
    jobsChanged |= startup.resume();
    if (startup.isOver()) {
      status.set(
          JobSetConditions.SUSPENDED,
          StatusInProgress.FALSE,
          JobSetConditionReasons.RESUME_JOBS,
          JobSetConditionMessages.RESUMED);
    }
  }

  private void fail(FakeJob job) {
    var decision = FakeFailurePolicy.decide(spec.getFailurePolicy(), job, jobSet.getStatus());
    switch (decision.kind()) {
      case FAIL ->
          finish(
              TerminalState.FAILED, JobSetConditions.FAILED, decision.reason(), decision.message());
      case RESTART_JOB_SET -> {
        var before = Objects.requireNonNullElseGet(jobSet.getStatus(), JobSetStatus::new);
        status
            .fields()
            .withRestarts(before.getRestarts() + 1)
            .withRestartsCountTowardsMax(
                before.getRestartsCountTowardsMax() + (decision.countsTowardsMax() ? 1 : 0));
        status.set(
            JobSetConditions.RESTARTING_JOB_SET,
            StatusInProgress.TRUE,
            decision.reason(),
            decision.message());
        FakeStartupOrder.beginAgain(spec, status);
        jobsChanged = jobs.removeIf(each -> true);
      }
      case RESTART_JOB -> {
        status
            .fields()
            .withReplicatedJobsStatus(
                counts().stream().map(counts -> restarted(counts, job, decision)).toList());
        jobsChanged = jobs.removeIf(each -> each == job);
      }
    }
  }

  private ReplicatedJobStatus restarted(
      ReplicatedJobStatus counts, FakeJob job, FakeFailurePolicy.Decision decision) {
    return counts.getName().equals(job.replicatedJob())
        ? FakeJobRestarts.plusOne(
            counts, job.index(), replicas(job.replicatedJob()), decision.countsTowardsMax())
        : counts;
  }

  private void finish(String terminalState, String type, String reason, String message) {
    status.fields().withTerminalState(terminalState);
    if (type.equals(JobSetConditions.COMPLETED)) {
      endRestart(JobSetConditionReasons.JOB_SET_COMPLETED, JobSetConditionMessages.COMPLETED);
    } else {
      endRestart(JobSetConditionReasons.JOB_SET_FAILED, JobSetConditionMessages.FAILED);
    }
    status.set(type, StatusInProgress.TRUE, reason, message);
    jobsChanged = true;
  }

  private void endRestart(String reason, String message) {
    status.set(JobSetConditions.RESTARTING_JOB_SET, StatusInProgress.FALSE, reason, message);
  }

  /** Names descending, as the operator stores them; restarts of single Jobs are carried over. */
  private List<ReplicatedJobStatus> counts() {
    return replicatedJobs().stream()
        .map(ReplicatedJob::getName)
        .sorted(Comparator.reverseOrder())
        .map(this::counts)
        .toList();
  }

  private ReplicatedJobStatus counts(String name) {
    return stored(name)
        .map(ReplicatedJobStatusBuilder::new)
        .orElseGet(() -> new ReplicatedJobStatusBuilder().withName(name))
        .withReady(jobs.count(name, Phase.READY))
        .withSucceeded(jobs.count(name, Phase.SUCCEEDED))
        .withFailed(jobs.count(name, Phase.FAILED))
        .withActive(jobs.count(name, Phase.ACTIVE) + jobs.count(name, Phase.READY))
        .withSuspended(jobs.count(name, job -> job.isSuspended() && !job.isFinished()))
        .build();
  }

  private Optional<ReplicatedJobStatus> stored(String name) {
    return jobSet.getStatus() == null || jobSet.getStatus().getReplicatedJobsStatus() == null
        ? Optional.empty()
        : jobSet.getStatus().getReplicatedJobsStatus().stream()
            .filter(counts -> name.equals(counts.getName()))
            .findFirst();
  }

  private boolean allAreReady() {
    return replicatedJobs().stream()
        .allMatch(
            replicatedJob ->
                jobs.count(
                        replicatedJob.getName(),
                        job -> job.is(Phase.READY) || job.is(Phase.SUCCEEDED))
                    == JobIndexes.replicasOf(replicatedJob));
  }

  private boolean successPolicyIsMet() {
    var policy = spec.getSuccessPolicy();
    var any = policy != null && SuccessPolicyOperator.ANY.equals(policy.getOperator());
    var targets =
        policy == null || policy.getTargetReplicatedJobs() == null
            ? List.<String>of()
            : policy.getTargetReplicatedJobs();
    var counted =
        replicatedJobs().stream()
            .filter(job -> targets.isEmpty() || targets.contains(job.getName()))
            .toList();
    var needed = any ? 1 : counted.stream().mapToInt(JobIndexes::replicasOf).sum();
    var succeeded =
        counted.stream().mapToInt(job -> jobs.count(job.getName(), Phase.SUCCEEDED)).sum();
    return jobs.all().anyMatch(job -> job.is(Phase.SUCCEEDED)) && succeeded >= needed;
  }

  private int replicas(String name) {
    return replicatedJobs().stream()
        .filter(job -> name.equals(job.getName()))
        .mapToInt(JobIndexes::replicasOf)
        .sum();
  }

  private boolean isSuspended() {
    return Boolean.TRUE.equals(spec.getSuspend());
  }

  private List<ReplicatedJob> replicatedJobs() {
    return Objects.requireNonNullElse(spec.getReplicatedJobs(), List.of());
  }

  /**
   * What follows from a pass.
   *
   * @param status what is to be written
   * @param jobsChanged whether another pass has something to tell
   */
  record Result(JobSetStatus status, boolean jobsChanged) {}
}
