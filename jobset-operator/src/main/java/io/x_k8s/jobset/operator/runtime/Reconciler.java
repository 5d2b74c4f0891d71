package io.x_k8s.jobset.operator.runtime;

import java.time.Duration;
import java.util.Optional;

/** Brings one object's world closer to what the object asks for. */
@FunctionalInterface
public interface Reconciler<K> {
  /**
   * Reconciles the object named by the key. Never called twice at once for equal keys.
   *
   * @param key which object
   * @return when to come back, if not only on the next change
   * @throws Exception to be retried with back-off; logged, unless it is a {@link RetryQuietly}
   */
  Result reconcile(K key) throws Exception;

  /**
   * How a reconcile ended.
   *
   * @param requeueAfter when to reconcile again without any change; a change before that makes it
   *     void, so each reconcile has to say it anew
   */
  record Result(Optional<Duration> requeueAfter) {
    private static final Result DONE = new Result(Optional.empty());

    /** Nothing more to do until something changes. */
    public static Result done() {
      return DONE;
    }

    /** To be reconciled again after this time. */
    public static Result requeueAfter(Duration delay) {
      return new Result(Optional.of(delay));
    }
  }
}
