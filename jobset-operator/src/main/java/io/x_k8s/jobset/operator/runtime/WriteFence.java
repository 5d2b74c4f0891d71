package io.x_k8s.jobset.operator.runtime;

/**
 * Whether this process may write to the cluster now. It closes by itself, before another process
 * could become the leader. What is in flight then has to end within the time that is left, the
 * lease duration less the renew deadline (5 s by default): keep the timeout of writes below that.
 */
@FunctionalInterface
public interface WriteFence {
  /** For a process that runs without leader election. */
  WriteFence ALWAYS_OPEN = () -> true;

  /** Whether a write may start now. */
  boolean open();

  /**
   * To be called right before each write.
   *
   * @throws Closed if the write must not happen
   */
  default void check() {
    if (!open()) {
      throw new Closed();
    }
  }

  /** The write was not made, because the lease is lost or could not be renewed in time. */
  final class Closed extends RuntimeException implements RetryQuietly {
    private static final long serialVersionUID = 1;

    Closed() {
      super("not the leader, or not sure of it any more: nothing is written");
    }
  }
}
