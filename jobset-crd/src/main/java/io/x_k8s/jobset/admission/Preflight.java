package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.JobSet;

/**
 * All that a server would say about a JobSet, without asking one: what the CRD's schema, its CEL
 * rules and the operator's webhook refuse, and what the webhook warns of. What a server alone can
 * know is left to it: quotas, other webhooks, and its checks of the object's own metadata.
 */
public final class Preflight {
  private Preflight() {}

  /**
   * Checks a JobSet that is to be created.
   *
   * @param jobSet the JobSet as it is to be submitted; defaults need not be filled in; not changed
   * @param gates the feature gates of the operator that will receive it
   * @param claims the claims that exist; {@link ExistingClaims#NONE} when that is not known
   * @return what would be said about it
   */
  public static Findings create(JobSet jobSet, AdmissionGates gates, ExistingClaims claims) {
    JobSet defaulted = Defaulting.defaulted(jobSet);
    Errors schema = new Errors();
    SchemaRules.check(defaulted.getSpec(), schema);
    Errors expressions = new Errors();
    CelRules.create(defaulted.getSpec(), expressions);
    return new Findings(
        schema.list(),
        expressions.list(),
        Validation.create(defaulted, gates, claims),
        Warnings.create(defaulted));
  }

  /**
   * Checks a change of a JobSet.
   *
   * @param old the JobSet as the server has it; not changed
   * @param now the JobSet as it is to be submitted; not changed
   * @param gates the feature gates of the operator that will receive it
   * @return what would be said about it
   */
  public static Findings update(JobSet old, JobSet now, AdmissionGates gates) {
    Errors schema = new Errors();
    SchemaRules.check(now.getSpec(), schema);
    Errors expressions = new Errors();
    CelRules.update(old.getSpec(), now.getSpec(), expressions);
    return new Findings(
        schema.list(),
        expressions.list(),
        Validation.update(old, now, gates),
        Warnings.update(old, now, gates));
  }
}
