package io.x_k8s.jobset.agent;

/** The agent was started in a way in which it cannot work; the message says what to change. */
final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }
}
