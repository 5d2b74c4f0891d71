package io.x_k8s.jobset.testing;

/** A Job that exists only for the fake operator. */
final class FakeJob {

  /** What its Pods are doing. */
  enum Phase {
    /** There are none yet. */
    CREATED,
    /** They exist, but not all are ready. */
    ACTIVE,
    READY,
    SUCCEEDED,
    FAILED
  }

  private final String name;
  private final String replicatedJob;
  private final int index;
  private Phase phase = Phase.CREATED;
  private boolean suspended;
  private String failureReason = "";
  private String failureMessage = "";

  FakeJob(String name, String replicatedJob, int index, boolean suspended) {
    this.name = name;
    this.replicatedJob = replicatedJob;
    this.index = index;
    this.suspended = suspended;
  }

  String name() {
    return name;
  }

  String replicatedJob() {
    return replicatedJob;
  }

  int index() {
    return index;
  }

  boolean is(Phase other) {
    return phase == other;
  }

  boolean isFinished() {
    return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
  }

  boolean isSuspended() {
    return suspended;
  }

  String failureReason() {
    return failureReason;
  }

  String failureMessage() {
    return failureMessage;
  }

  void becomes(Phase next) {
    phase = next;
  }

  void fails(String reason, String message) {
    phase = Phase.FAILED;
    failureReason = reason;
    failureMessage = message;
  }

  /** Its Pods go; the Job controller deletes those of a suspended Job. */
  void suspend() {
    suspended = true;
    phase = Phase.CREATED;
  }

  void resume() {
    suspended = false;
  }
}
