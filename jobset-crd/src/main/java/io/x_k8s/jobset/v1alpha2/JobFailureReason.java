package io.x_k8s.jobset.v1alpha2;

/**
 * Values of {@link FailurePolicyRule#getOnJobFailureReasons()}: the reasons that Kubernetes gives
 * for a failed Job.
 */
public final class JobFailureReason {
  /** More Pods failed than {@code backoffLimit} allows. */
  public static final String BACKOFF_LIMIT_EXCEEDED = "BackoffLimitExceeded";

  /** The Job ran longer than {@code activeDeadlineSeconds}. */
  public static final String DEADLINE_EXCEEDED = "DeadlineExceeded";

  /** An index of an Indexed Job failed. */
  public static final String FAILED_INDEXES = "FailedIndexes";

  /** More indexes failed than {@code maxFailedIndexes} allows. */
  public static final String MAX_FAILED_INDEXES_EXCEEDED = "MaxFailedIndexesExceeded";

  /** A rule of the Pod failure policy of the Job asked for it. */
  public static final String POD_FAILURE_POLICY = "PodFailurePolicy";

  private JobFailureReason() {}
}
