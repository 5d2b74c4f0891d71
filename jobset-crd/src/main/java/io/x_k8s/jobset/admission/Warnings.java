package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.FailurePolicy;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What admission accepts, but says something about: what cannot work, where refusing it would break
 * clients or stored objects, and what is likely a mistake. Warnings may also come with errors, and
 * then explain them.
 */
public final class Warnings {
  private Warnings() {}

  /**
   * Looks at a new JobSet.
   *
   * @param jobSet the JobSet with all defaults filled in; not changed
   * @return one sentence each, beginning with the field's path
   */
  public static List<String> create(JobSet jobSet) {
    Candidate candidate = Candidate.of(jobSet);
    List<String> warnings = new ArrayList<>();
    TemplateNameRules.explain(candidate, warnings);
    warnings.addAll(likelyMistakes(candidate));
    return List.copyOf(warnings);
  }

  /**
   * Looks at a change of a JobSet. What was likely a mistake before was told when it was made; what
   * a new JobSet would be refused for is told every time.
   *
   * @param old the JobSet as it is stored; not changed
   * @param now the JobSet as it is to be; not changed
   * @param gates the feature gates of the operator
   * @return one sentence each, beginning with the field's path
   */
  public static List<String> update(JobSet old, JobSet now, AdmissionGates gates) {
    Candidate before = Candidate.of(old);
    Candidate after = Candidate.of(now);
    List<String> warnings = new ArrayList<>();
    StricterRules.warnOfStored(before, after, gates, warnings);
    List<String> mistakes = likelyMistakes(after);
    mistakes.removeAll(likelyMistakes(before));
    warnings.addAll(mistakes);
    return List.copyOf(warnings);
  }

  private static List<String> likelyMistakes(Candidate candidate) {
    List<String> warnings = new ArrayList<>();
    JobTemplateRules.warn(candidate, warnings);
    StrayAnnotations.warn(candidate, warnings);
    warnOfTwoKindsOfRetries(candidate, warnings);
    return warnings;
  }

  /** Jobs that retry by themselves keep the JobSet from restarting for a while. */
  private static void warnOfTwoKindsOfRetries(Candidate candidate, List<String> warnings) {
    FailurePolicy policy = candidate.spec().getFailurePolicy();
    if (policy == null || policy.getMaxRestarts() == null || policy.getMaxRestarts() <= 0) {
      return;
    }
    for (Template template : candidate.templates()) {
      Integer backoffLimit = template.jobSpec().getBackoffLimit();
      if (backoffLimit != null && backoffLimit > 0 && !InPlaceRestartRules.isWanted(candidate)) {
        warnings.add(
            template.jobSpecPath()
                + ".backoffLimit: the JobSet restarts only after "
                + backoffLimit
                + " failed Pods were replaced; 0 restarts it at the first failure");
      }
    }
  }
}
