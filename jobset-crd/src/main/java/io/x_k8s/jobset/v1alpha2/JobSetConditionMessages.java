package io.x_k8s.jobset.v1alpha2;

/**
 * Messages of the conditions and of the events that go with them. Clients compare them, so their
 * wording is part of the API.
 */
public final class JobSetConditionMessages {
  /** Of {@code Completed}, and of a restart that ended with it. */
  public static final String COMPLETED = "jobset completed successfully";

  /** Of {@code Failed} without a failure policy; {@link #FIRST_FAILED_JOB} follows. */
  public static final String FAILED_JOBS = "jobset failed due to one or more job failures";

  /**
   * Of {@code Failed}; {@link #FIRST_FAILED_JOB} follows, except when in-place restarts ran out.
   */
  public static final String REACHED_MAX_RESTARTS =
      "jobset failed due to reaching max number of restarts";

  /**
   * Format, with the action, of {@code Failed} and of {@code RestartingJobSet}; {@link
   * #FIRST_FAILED_JOB} follows.
   */
  public static final String FAILURE_POLICY_ACTION = "applying %s failure policy action";

  /** Format, with the name of the Job, of what follows a message about a failure. */
  public static final String FIRST_FAILED_JOB = " (first failed job: %s)";

  /** Of {@code Suspended}, and of a restart that ended with it. */
  public static final String SUSPENDED = "jobset is suspended";

  /** Of {@code Suspended} with status False. */
  public static final String RESUMED = "jobset is resumed";

  /** Of {@code RestartingJobSet} with status False. */
  public static final String JOBS_READY = "all jobs are ready";

  /** Of a restart that ended with the failure of the JobSet. */
  public static final String FAILED = "jobset failed";

  /** Of {@code StartupPolicyInProgress}. */
  public static final String STARTUP_POLICY_IN_PROGRESS = "in order startup policy is in progress";

  /** Of {@code StartupPolicyCompleted}. */
  public static final String STARTUP_POLICY_COMPLETED = "in order startup policy has completed";

  private JobSetConditionMessages() {}
}
