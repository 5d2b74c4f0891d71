package io.x_k8s.jobset.v1alpha2;

/** Keys that are annotations only, never labels. */
public final class JobSetAnnotations {
  /**
   * Set by the user on a JobSet or on a Job template: the node label that names a topology domain,
   * of which each Job gets one for itself. Copied to the Job and its Pods.
   */
  public static final String EXCLUSIVE_TOPOLOGY = "alpha.jobset.sigs.k8s.io/exclusive-topology";

  /**
   * Set by the user beside {@link #EXCLUSIVE_TOPOLOGY}, with any value: nodes were labelled
   * beforehand, so a node selector places the Pods.
   */
  public static final String NODE_SELECTOR = "alpha.jobset.sigs.k8s.io/node-selector";

  /** Written on a Pod by the in-place restart agent: its attempt, a non-negative integer. */
  public static final String IN_PLACE_RESTART_ATTEMPT =
      "jobset.sigs.k8s.io/in-place-restart-attempt";

  /**
   * Set by the user on a JobSet, with any value: the agents let their workers start without
   * waiting.
   */
  public static final String DISABLE_IN_PLACE_RESTART =
      "jobset.sigs.k8s.io/disable-in-place-restart";

  private JobSetAnnotations() {}
}
