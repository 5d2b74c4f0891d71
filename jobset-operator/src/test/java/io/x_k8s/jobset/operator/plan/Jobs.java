package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.plan.JobRecord.JobRestartAttempt;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Records of child Jobs: running Jobs of attempt 0 unless told otherwise. */
final class Jobs {
  private String name;
  private String uid;
  private String replicatedJob;
  private OptionalInt index;
  private OptionalInt restartAttempt = OptionalInt.of(0);
  private JobRestartAttempt jobRestartAttempt = new JobRestartAttempt.Absent();
  private Optional<JobFinish> finish = Optional.empty();
  private boolean reportsSuspended;
  private int active;
  private int ready;
  private int succeeded;
  private boolean suspend;
  private int parallelism = 1;
  private OptionalInt completions = OptionalInt.of(1);
  private boolean started;
  private boolean deleting;
  private String fieldsHash = "";

  private Jobs(String replicatedJob, int index) {
    this.name = JobSets.NAME + "-" + replicatedJob + "-" + index;
    this.uid = "uid-of-" + name;
    this.replicatedJob = replicatedJob;
    this.index = OptionalInt.of(index);
  }

  static Jobs job(String replicatedJob, int index) {
    return new Jobs(replicatedJob, index);
  }

  Jobs named(String name) {
    this.name = name;
    return this;
  }

  Jobs attempt(int restartAttempt) {
    this.restartAttempt = OptionalInt.of(restartAttempt);
    return this;
  }

  /** Neither label nor annotation of the restart attempt can be read. */
  Jobs attemptUnreadable() {
    this.restartAttempt = OptionalInt.empty();
    return this;
  }

  Jobs jobAttempt(int jobRestartAttempt) {
    this.jobRestartAttempt = new JobRestartAttempt.Known(jobRestartAttempt);
    return this;
  }

  Jobs jobAttemptUnreadable() {
    this.jobRestartAttempt = new JobRestartAttempt.Malformed();
    return this;
  }

  Jobs withoutReplicatedJob() {
    this.replicatedJob = "";
    return this;
  }

  Jobs ofReplicatedJob(String replicatedJob) {
    this.replicatedJob = replicatedJob;
    return this;
  }

  Jobs indexed(OptionalInt index) {
    this.index = index;
    return this;
  }

  Jobs succeededFinally() {
    this.finish =
        Optional.of(
            new JobFinish(
                JobFinish.Outcome.COMPLETE, "CompletionsReached", "done", Optional.of(Scene.NOW)));
    return this;
  }

  Jobs failed() {
    return failed("BackoffLimitExceeded", "it failed", Scene.NOW);
  }

  Jobs failed(String reason, String message) {
    return failed(reason, message, Scene.NOW);
  }

  Jobs failed(String reason, String message, Instant time) {
    this.finish =
        Optional.of(new JobFinish(JobFinish.Outcome.FAILED, reason, message, Optional.of(time)));
    return this;
  }

  Jobs failedAt(Instant time) {
    return failed("BackoffLimitExceeded", "it failed", time);
  }

  /** One Pod, which runs and is ready. */
  Jobs ready() {
    return pods(1, 1, 0);
  }

  Jobs pods(int active, int ready, int succeeded) {
    this.active = active;
    this.ready = ready;
    this.succeeded = succeeded;
    return this;
  }

  Jobs size(int parallelism, Integer completions) {
    this.parallelism = parallelism;
    this.completions = completions == null ? OptionalInt.empty() : OptionalInt.of(completions);
    return this;
  }

  Jobs suspended() {
    this.suspend = true;
    return this;
  }

  /** Suspended, and the Job controller has seen to it. */
  Jobs reportedSuspended() {
    this.reportsSuspended = true;
    return suspended();
  }

  Jobs started() {
    this.started = true;
    return this;
  }

  Jobs deleting() {
    this.deleting = true;
    return this;
  }

  Jobs withFieldsHash(String hash) {
    this.fieldsHash = hash;
    return this;
  }

  JobRecord build() {
    return new JobRecord(
        "default",
        name,
        uid,
        "1",
        JobSets.UID,
        replicatedJob,
        index,
        restartAttempt,
        jobRestartAttempt,
        finish,
        reportsSuspended,
        active,
        ready,
        succeeded,
        suspend,
        parallelism,
        completions,
        started,
        deleting,
        fieldsHash);
  }
}
