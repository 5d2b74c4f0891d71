package io.x_k8s.jobset.operator.placement;

/** How the priority of a Pod is written in a label. */
final class PriorityLabel {
  private PriorityLabel() {}

  /**
   * The decimal form, but a negative number with an {@code n} in place of its sign, which no label
   * value may begin with. Different priorities have different values.
   */
  static String of(int priority) {
    return priority < 0 ? "n" + -(long) priority : Integer.toString(priority);
  }
}
