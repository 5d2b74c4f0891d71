package io.x_k8s.jobset.client.v1alpha2.logs;

import java.time.Instant;

/**
 * A line that a container has written.
 *
 * @param pod name of its Pod
 * @param container name of the container
 * @param attempt how often all Jobs had been recreated when the Pod was made; from 0
 * @param time when the node received it
 * @param text the line, without its end
 */
public record LogLine(String pod, String container, int attempt, Instant time, String text) {

  /**
   * The line with Pod and attempt before it.
   *
   * @return for people, such as {@code [training-workers-0-3-x7k2p #1] epoch 3: loss 0.2}
   */
  @Override
  public String toString() {
    return "[%s #%d] %s".formatted(pod, attempt, text);
  }
}
