package io.x_k8s.jobset.client.internal;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * A failure in words that help. Of fabric8's constructors, the one that takes message, cause and
 * code wants the request as well, and not every version does without.
 */
public final class WordedException extends KubernetesClientException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final Status status;

  /**
   * Says what went wrong.
   *
   * @param message for people
   * @param cause what fabric8's client reported; may be null
   * @param code of HTTP
   * @param status what the server answered; may be null
   */
  public WordedException(String message, Throwable cause, int code, Status status) {
    super(message, cause);
    this.code = code;
    this.status = status;
  }

  @Override
  public int getCode() {
    return code;
  }

  @Override
  public Status getStatus() {
    return status;
  }
}
