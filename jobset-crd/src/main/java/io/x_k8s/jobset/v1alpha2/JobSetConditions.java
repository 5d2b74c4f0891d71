package io.x_k8s.jobset.v1alpha2;

/**
 * Types of the conditions in {@link JobSetStatus#getConditions()}. None is ever first written with
 * status False.
 */
public final class JobSetConditions {
  /** The success policy was met; the JobSet has ended. */
  public static final String COMPLETED = "Completed";

  /** The JobSet failed; it has ended. */
  public static final String FAILED = "Failed";

  /** The Jobs are suspended. */
  public static final String SUSPENDED = "Suspended";

  /** All Jobs are being recreated. */
  public static final String RESTARTING_JOB_SET = "RestartingJobSet";

  /** The ReplicatedJobs are being started in order. */
  public static final String STARTUP_POLICY_IN_PROGRESS = "StartupPolicyInProgress";

  /** All ReplicatedJobs were started in order. */
  public static final String STARTUP_POLICY_COMPLETED = "StartupPolicyCompleted";

  private JobSetConditions() {}
}
