package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;

/**
 * What the operator's validating webhook refuses (specification of admission, sections 4 and 5). It
 * runs after the schema of the CRD and its CEL rules have accepted the object; for a program that
 * has no API server at hand, {@link Preflight} runs all of them.
 */
public final class Validation {
  private Validation() {}

  /**
   * Checks a new JobSet.
   *
   * @param jobSet the JobSet with all defaults filled in; not changed
   * @param gates the feature gates of the operator
   * @param claims the claims that exist
   * @return why it is refused, in the order of the specification; empty when it is accepted
   */
  public static List<FieldError> create(
      JobSet jobSet, AdmissionGates gates, ExistingClaims claims) {
    Candidate candidate = Candidate.of(jobSet);
    Errors errors = new Errors();
    InPlaceRestartRules.checkGate(candidate, gates, errors);
    DependsOnRules.checkFirst(candidate, errors);
    NetworkRules.check(candidate, errors);
    ManagedByRules.check(candidate, errors);
    for (Template template : candidate.templates()) {
      PodCountRules.check(template, errors);
      TemplateNameRules.checkGroup(template, errors);
      TemplateNameRules.checkJobNames(candidate, template, errors);
      TemplateNameRules.checkPodNames(candidate, template, errors);
      DependsOnRules.check(candidate, template, errors);
      InPlaceRestartRules.check(candidate, template, gates, errors);
    }
    SuccessPolicyRules.check(candidate, errors);
    FailurePolicyRules.check(candidate, gates, errors);
    CoordinatorRules.check(candidate, errors);
    VolumeClaimRules.check(candidate, claims, errors);
    StricterRules.create(candidate, errors);
    return errors.list();
  }

  /**
   * Checks a change of a JobSet.
   *
   * @param old the JobSet as it is stored; not changed
   * @param now the JobSet as it is to be; not changed
   * @param gates the feature gates of the operator
   * @return why the change is refused; empty when it is accepted
   */
  public static List<FieldError> update(JobSet old, JobSet now, AdmissionGates gates) {
    Candidate before = Candidate.of(old);
    Candidate after = Candidate.of(now);
    Errors errors = new Errors();
    if (gates.elasticJobSet()) {
      ElasticScaling.check(before, after, errors);
    }
    Immutability.check(before.spec(), after.spec(), gates, errors);
    StricterRules.update(before, after, gates, errors);
    return errors.list();
  }
}
