package io.x_k8s.jobset.operator.admission;

/** An object, or the request around it, cannot be read. Answered with 400 and its message. */
public final class UndecodableObjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UndecodableObjectException(String message) {
    super(message);
  }

  UndecodableObjectException(String message, Throwable cause) {
    super(message, cause);
  }
}
