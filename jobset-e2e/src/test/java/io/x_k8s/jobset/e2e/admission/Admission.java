package io.x_k8s.jobset.e2e.admission;

/** Which webhooks look at the JobSets of a namespace of the {@link AdmissionCluster}. */
enum Admission {
  /** None: only the CRD's schema and CEL rules. */
  CRD_ALONE,
  /** Those of an operator that is not configured. */
  DEFAULT_GATES,
  /** Those of an operator with all feature gates on. */
  ALL_GATES;

  /** The namespace's label that says so. */
  static final String LABEL = "jobset-e2e.x-k8s.io/admission";

  String labelValue() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
