package io.x_k8s.jobset.e2e.cluster;

/**
 * Annotations that tell a simulated node what a Pod's containers do.
 *
 * <p>They belong into the Pod template. A Pod with none of them runs until it is deleted. Set on a
 * running Pod, they count from then on. As nothing is really executed, a Pod that exits with an
 * error fails as a whole, also where {@code restartPolicy: OnFailure} would have a kubelet start
 * its container again.
 */
public final class SimulatedPods {

  /** After how many seconds all containers exit: a decimal number, {@code "0"} for at once. */
  public static final String RUN_SECONDS = "jobset-e2e.x-k8s.io/run-seconds";

  /**
   * With which code all containers exit, {@code "0"} if absent. Any other fails the Pod. Without
   * {@link #RUN_SECONDS} they exit at once.
   */
  public static final String EXIT_CODE = "jobset-e2e.x-k8s.io/exit-code";

  private SimulatedPods() {}
}
