package io.x_k8s.jobset.v1alpha2;

/**
 * Keys on nodes that the node selector strategy of exclusive placement relies on. Put there by a
 * person or a script, never by the controller.
 */
public final class JobSetNodes {
  /** Label of a node, and key in the node selector of the Pods: {@code <namespace>_<job name>}. */
  public static final String NAMESPACED_JOB_LABEL = "alpha.jobset.sigs.k8s.io/namespaced-job";

  /** Key of the {@code NoSchedule} taint of a node that the Pods tolerate. */
  public static final String NO_SCHEDULE_TAINT = "alpha.jobset.sigs.k8s.io/no-schedule";

  private JobSetNodes() {}
}
