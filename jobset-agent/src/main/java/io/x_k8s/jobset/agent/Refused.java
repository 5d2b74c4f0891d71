package io.x_k8s.jobset.agent;

import java.io.IOException;

/** The API server has answered, but not what was asked for. */
final class Refused extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int code;

  Refused(int code, String message) {
    super(message + " (HTTP " + code + ")");
    this.code = code;
  }

  /** Whether asking again will not help unless somebody changes something. */
  boolean isLasting() {
    return code >= 400 && code < 500 && code != TOO_MANY_REQUESTS && !isExpired();
  }

  /** Whether a watch has to begin anew because its position is too long ago. */
  boolean isExpired() {
    return code == 410;
  }
}
