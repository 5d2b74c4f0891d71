package io.x_k8s.jobset.v1alpha2;

/**
 * Values of {@link SuccessPolicy#getOperator()}. The field stays a text so that values of newer
 * operators survive; these are the values of this version.
 */
public final class SuccessPolicyOperator {
  /** Every Job of the targets must succeed. */
  public static final String ALL = "All";

  /** One successful Job of the targets is enough. */
  public static final String ANY = "Any";

  private SuccessPolicyOperator() {}
}
