package io.x_k8s.jobset.operator.admission;

/** The paths that the admission server serves. Clusters have them in their configuration. */
public enum AdmissionPath {
  /** Fills in what a new JobSet leaves out. */
  MUTATE_JOBSET("/mutate-jobset-x-k8s-io-v1alpha2-jobset"),
  /** Prepares a new Pod of a JobSet for exclusive placement. */
  MUTATE_POD("/mutate--v1-pod"),
  /** Checks a new or changed JobSet. */
  VALIDATE_JOBSET("/validate-jobset-x-k8s-io-v1alpha2-jobset"),
  /** Holds back a Pod of a JobSet whose leader has no place yet. */
  VALIDATE_POD("/validate--v1-pod");

  private final String path;

  AdmissionPath(String path) {
    this.path = path;
  }

  /** The path of its URL, with the leading slash. */
  public String path() {
    return path;
  }
}
