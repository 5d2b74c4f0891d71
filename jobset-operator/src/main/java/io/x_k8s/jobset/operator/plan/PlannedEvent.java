package io.x_k8s.jobset.operator.plan;

/**
 * An event on the JobSet.
 *
 * @param type Normal or Warning
 * @param reason machine-readable cause
 * @param note sentence for people
 */
public record PlannedEvent(Type type, String reason, String note) {

  /** Kubernetes knows these two. */
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** As the events API spells it. */
    public String text() {
      return text;
    }
  }

  /** Something that the user should look at. */
  public static PlannedEvent warning(String reason, String note) {
    return new PlannedEvent(Type.WARNING, reason, note);
  }
}
