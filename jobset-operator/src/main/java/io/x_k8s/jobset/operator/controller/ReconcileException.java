package io.x_k8s.jobset.operator.controller;

import io.x_k8s.jobset.operator.runtime.ObjectKey;
import io.x_k8s.jobset.operator.runtime.RetryQuietly;
import java.util.List;

/** A pass that could not do all that was planned; it is repeated later. */
class ReconcileException extends Exception {
  private static final long serialVersionUID = 1L;

  ReconcileException(ObjectKey key, List<String> problems) {
    this("JobSet " + key + ": " + String.join("; ", problems));
  }

  private ReconcileException(String message) {
    // What failed is a request, not this program: where the exception was made tells nobody
    // anything.
    super(message, null, false, false);
  }

  /** Somebody else wrote the JobSet meanwhile, which is nothing to worry about. */
  static final class Stale extends ReconcileException implements RetryQuietly {
    private static final long serialVersionUID = 1L;

    Stale(ObjectKey key) {
      super("JobSet " + key + " has changed meanwhile");
    }
  }
}
