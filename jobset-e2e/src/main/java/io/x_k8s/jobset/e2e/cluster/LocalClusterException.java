package io.x_k8s.jobset.e2e.cluster;

/** A local cluster could not be built, started or stopped; the message says why and what to do. */
public class LocalClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LocalClusterException(String message) {
    super(message);
  }

  LocalClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
