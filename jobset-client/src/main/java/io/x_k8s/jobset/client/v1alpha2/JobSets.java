package io.x_k8s.jobset.client.v1alpha2;

import io.x_k8s.jobset.admission.AdmissionGates;
import io.x_k8s.jobset.admission.ExistingClaims;
import io.x_k8s.jobset.admission.Findings;
import io.x_k8s.jobset.admission.Preflight;
import io.x_k8s.jobset.v1alpha2.JobSet;

/** What can be said about a JobSet without a cluster. */
public final class JobSets {

  /** Which features a cluster has on is not known here; what it does not want, it refuses. */
  private static final AdmissionGates ALL = new AdmissionGates(true, true, true);

  private JobSets() {}

  /**
   * Checks a JobSet that is to be created, as the API server and the operator's webhook would, with
   * all features of the operator switched on. What only a cluster can know is not checked: quotas,
   * existing claims, other webhooks.
   *
   * @param jobSet the JobSet; defaults need not be filled in; not changed
   * @return all errors at once, and warnings about what is accepted but likely a mistake
   */
  public static Findings validate(JobSet jobSet) {
    return Preflight.create(jobSet, ALL, ExistingClaims.NONE);
  }

  /**
   * Checks a change of a JobSet likewise.
   *
   * @param old the JobSet as the API server has it; not changed
   * @param now the JobSet as it is to be; not changed
   * @return all errors at once, and warnings
   */
  public static Findings validate(JobSet old, JobSet now) {
    return Preflight.update(old, now, ALL);
  }

  /**
   * Shows what a JobSet will become in a cluster.
   *
   * @param jobSet the JobSet; defaults need not be filled in; not changed. If it has a {@code
   *     generateName} only, five x stand for the characters that the API server will choose
   * @return its Jobs, Service, claims and the names of its Pods
   */
  public static JobSetPreview preview(JobSet jobSet) {
    return JobSetPreview.of(jobSet);
  }
}
