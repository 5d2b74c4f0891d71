package io.x_k8s.jobset.v1alpha2;

/** Values of {@link JobSetStatus#getTerminalState()}. */
public final class TerminalState {
  /** The success policy was met. */
  public static final String COMPLETED = "Completed";

  /** The JobSet failed. */
  public static final String FAILED = "Failed";

  private TerminalState() {}
}
