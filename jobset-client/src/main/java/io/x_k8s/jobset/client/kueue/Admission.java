package io.x_k8s.jobset.client.kueue;

/** Where a Workload stands. */
public enum Admission {

  /** It waits in its queue. */
  PENDING,

  /** Room is kept for it, but admission checks are still to be passed. */
  QUOTA_RESERVED,

  /** Its Pods may run. */
  ADMITTED,

  /**
   * It was admitted, and has been stopped: preempted, not ready in time, or by an administrator.
   */
  EVICTED,

  /** Somebody has taken it out of its queue ({@code spec.active: false}). */
  INACTIVE,

  /** What it stands for has ended. */
  FINISHED
}
