package io.x_k8s.jobset.v1alpha2;

/** Reasons of the conditions and of the events that go with them. */
public final class JobSetConditionReasons {
  /** Of {@code Completed}. */
  public static final String ALL_JOBS_COMPLETED = "AllJobsCompleted";

  /** Of {@code Failed}: a Job failed and there is no failure policy. */
  public static final String FAILED_JOBS = "FailedJobs";

  /** Of {@code Failed}: the allowed restarts are used up. */
  public static final String REACHED_MAX_RESTARTS = "ReachedMaxRestarts";

  /** Of {@code Failed}: a failure policy rule asked for it. */
  public static final String FAIL_JOB_SET_FAILURE_POLICY_ACTION = "FailJobSetFailurePolicyAction";

  /** Of {@code Suspended}. */
  public static final String SUSPENDED_JOBS = "SuspendedJobs";

  /** Of {@code Suspended} with status False. */
  public static final String RESUME_JOBS = "ResumeJobs";

  /** Of {@code RestartingJobSet}: no failure policy rule matched. */
  public static final String DEFAULT_FAILURE_POLICY = "DefaultFailurePolicy";

  /** Of {@code RestartingJobSet}, followed by the name of the rule that matched. */
  public static final String FAILURE_POLICY_PREFIX = "FailurePolicy_";

  /** Of {@code RestartingJobSet} with status False: the restart is over. */
  public static final String JOBS_READY = "JobsReady";

  /** Of {@code RestartingJobSet} with status False: the JobSet failed. */
  public static final String JOB_SET_FAILED = "JobSetFailed";

  /** Of {@code RestartingJobSet} with status False: the JobSet completed. */
  public static final String JOB_SET_COMPLETED = "JobSetCompleted";

  /** Of {@code RestartingJobSet} with status False: the JobSet was suspended. */
  public static final String JOB_SET_SUSPENDED = "JobSetSuspended";

  /** Of {@code StartupPolicyInProgress}. */
  public static final String IN_ORDER_STARTUP_POLICY_IN_PROGRESS = "InOrderStartupPolicyInProgress";

  /** Of {@code StartupPolicyCompleted}. */
  public static final String IN_ORDER_STARTUP_POLICY_COMPLETED = "InOrderStartupPolicyCompleted";

  private JobSetConditionReasons() {}
}
