package io.x_k8s.jobset.v1alpha2;

/**
 * Values of {@link StartupPolicy#getStartupPolicyOrder()}. The field stays a text so that values of
 * newer operators survive; these are the values of this version.
 */
public final class StartupPolicyOrder {
  /** All ReplicatedJobs are started at once. */
  public static final String ANY_ORDER = "AnyOrder";

  /** One ReplicatedJob after the other, in the order of the list. */
  public static final String IN_ORDER = "InOrder";

  private StartupPolicyOrder() {}
}
