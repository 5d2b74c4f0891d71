package io.x_k8s.jobset.v1alpha2;

/**
 * Values of {@link DependsOn#getStatus()}. The field stays a text so that values of newer operators
 * survive; these are the values of this version.
 */
public final class DependsOnStatus {
  /** As many Jobs are ready, succeeded or failed as there are replicas. */
  public static final String READY = "Ready";

  /** As many Jobs have succeeded as there are replicas. */
  public static final String COMPLETE = "Complete";

  private DependsOnStatus() {}
}
