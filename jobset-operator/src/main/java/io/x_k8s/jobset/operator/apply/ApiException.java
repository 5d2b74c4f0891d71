package io.x_k8s.jobset.operator.apply;

import io.x_k8s.jobset.operator.runtime.WriteFence;
import java.util.concurrent.CompletionException;

/** The API server refused a request, or could not be reached. */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The code of an exception that stands for no answer at all. */
  static final int NO_ANSWER = 0;

  private final int code;
  private final String reason;

  ApiException(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  ApiException(String message, Throwable cause) {
    super(message, cause);
    this.code = NO_ANSWER;
    this.reason = "";
  }

  /**
   * The exception behind the failure of a future.
   *
   * @throws WriteFence.Closed if the request was never made, because this process does not lead
   */
  static ApiException of(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof WriteFence.Closed closed) {
      throw closed;
    }
    return cause instanceof ApiException api
        ? api
        : new ApiException(
            cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }

  /** HTTP status, or 0 when there was no answer. */
  public int code() {
    return code;
  }

  /** The server's word for it, for example {@code AlreadyExists}; empty when there is none. */
  public String reason() {
    return reason;
  }

  boolean isNotFound() {
    return code == 404;
  }

  /** This process lacks the right. */
  boolean isForbidden() {
    return code == 403;
  }

  boolean isAlreadyExists() {
    return code == 409 && reason.equals("AlreadyExists");
  }

  /** A precondition did not hold, or somebody else wrote in between. */
  boolean isConflict() {
    return code == 409 && !isAlreadyExists();
  }

  /** The object itself is what the server does not accept; sending it again is of no use. */
  boolean isInvalid() {
    return code == 422 || code == 400;
  }
}
