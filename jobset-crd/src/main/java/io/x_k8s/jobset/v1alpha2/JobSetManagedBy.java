package io.x_k8s.jobset.v1alpha2;

/** Values of {@link JobSetSpec#getManagedBy()}. */
public final class JobSetManagedBy {
  /**
   * The built-in controller; the same as no value. Any other value makes that controller leave the
   * JobSet alone.
   */
  public static final String JOBSET_CONTROLLER = "jobset.sigs.k8s.io/jobset-controller";

  private JobSetManagedBy() {}
}
