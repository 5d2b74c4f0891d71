package io.x_k8s.jobset.v1alpha2;

/**
 * Values of {@link FailurePolicyRule#getAction()}. The field stays a text so that values of newer
 * operators survive; these are the values of this version.
 */
public final class FailurePolicyAction {
  /** The JobSet fails at once. */
  public static final String FAIL_JOB_SET = "FailJobSet";

  /** All Jobs are recreated, unless the allowed restarts are used up. */
  public static final String RESTART_JOB_SET = "RestartJobSet";

  /** All Jobs are recreated, and the restart does not count. */
  public static final String RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS =
      "RestartJobSetAndIgnoreMaxRestarts";

  /**
   * Only the failed Job is recreated, unless the allowed restarts are used up; needs the feature
   * gate {@code RestartJob}.
   */
  public static final String RESTART_JOB = "RestartJob";

  /**
   * Only the failed Job is recreated, and the restart does not count; needs the feature gate {@code
   * RestartJob}.
   */
  public static final String RESTART_JOB_AND_IGNORE_MAX_RESTARTS = "RestartJobAndIgnoreMaxRestarts";

  private FailurePolicyAction() {}
}
