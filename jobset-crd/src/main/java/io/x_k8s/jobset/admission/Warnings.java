package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.FailurePolicy;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What admission accepts, but says something about: what cannot work, where refusing it would break
 * clients or stored objects, and what is likely a mistake.
 */
public final class Warnings {
  private Warnings() {}

  /**
   * Looks at a new JobSet.
   *
   * @param jobSet the JobSet with all defaults filled in; not changed
   * @param gates the feature gates of the operator
   * @return one sentence each, with the field's path
   */
  public static List<String> create(JobSet jobSet, AdmissionGates gates) {
    return likelyMistakes(Candidate.of(jobSet));
  }

  /**
   * Looks at a change of a JobSet.
   *
   * @param old the JobSet as it is stored; not changed
   * @param now the JobSet as it is to be; not changed
   * @param gates the feature gates of the operator
   * @return one sentence each, with the field's path
   */
  public static List<String> update(JobSet old, JobSet now, AdmissionGates gates) {
    return likelyMistakes(Candidate.of(now));
  }

  private static List<String> likelyMistakes(Candidate candidate) {
    List<String> warnings = new ArrayList<>();
    FailurePolicy policy = candidate.spec().getFailurePolicy();
    int maxRestarts =
        policy == null || policy.getMaxRestarts() == null ? 0 : policy.getMaxRestarts();
    for (Template template : candidate.templates()) {
      Integer backoffLimit = template.jobSpec().getBackoffLimit();
      if (maxRestarts > 0 && backoffLimit != null && backoffLimit > 0) {
        warnings.add(
            template.jobSpecPath()
                + ".backoffLimit: "
                + backoffLimit
                + " Pods may fail before the Job does and the JobSet restarts; set it to 0 to"
                + " restart at the first failure");
      }
    }
    return warnings;
  }
}
