package io.x_k8s.jobset.v1alpha2;

/**
 * Values of {@link VolumeClaimRetentionPolicy#getWhenDeleted()}. The field stays a text so that
 * values of newer operators survive; these are the values of this version.
 */
public final class WhenDeleted {
  /** The claims are deleted with the JobSet. The default. */
  public static final String DELETE = "Delete";

  /** The claims stay. */
  public static final String RETAIN = "Retain";

  private WhenDeleted() {}
}
