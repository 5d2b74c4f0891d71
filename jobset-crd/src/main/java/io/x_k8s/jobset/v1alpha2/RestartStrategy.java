package io.x_k8s.jobset.v1alpha2;

/**
 * Values of {@link FailurePolicy#getRestartStrategy()}. The field stays a text so that values of
 * newer operators survive; these are the values of this version.
 */
public final class RestartStrategy {
  /** Each Job is recreated as soon as its predecessor is gone. The default. */
  public static final String RECREATE = "Recreate";

  /** All Jobs of the previous attempt must be gone before the first is recreated. */
  public static final String BLOCKING_RECREATE = "BlockingRecreate";

  /**
   * Healthy Pods restart their containers on their node; needs the feature gate {@code
   * InPlaceRestart}.
   */
  public static final String IN_PLACE_RESTART = "InPlaceRestart";

  private RestartStrategy() {}
}
