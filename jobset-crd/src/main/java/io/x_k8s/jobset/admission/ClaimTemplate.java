package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One template of a claim as the rules look at it.
 *
 * @param policyIndex index of its policy in the spec
 * @param index its index in the policy
 * @param policy its policy
 * @param template the template itself
 */
record ClaimTemplate(
    int policyIndex, int index, VolumeClaimPolicy policy, PersistentVolumeClaimTemplate template) {

  static List<ClaimTemplate> allOf(JobSetSpec spec) {
    List<ClaimTemplate> all = new ArrayList<>();
    List<VolumeClaimPolicy> policies =
        Objects.requireNonNullElse(spec.getVolumeClaimPolicies(), List.of());
    for (int i = 0; i < policies.size(); i++) {
      VolumeClaimPolicy policy =
          Objects.requireNonNullElseGet(policies.get(i), VolumeClaimPolicy::new);
      List<PersistentVolumeClaimTemplate> templates =
          Objects.requireNonNullElse(policy.getTemplates(), List.of());
      for (int j = 0; j < templates.size(); j++) {
        PersistentVolumeClaimTemplate template =
            Objects.requireNonNullElseGet(templates.get(j), PersistentVolumeClaimTemplate::new);
        all.add(new ClaimTemplate(i, j, policy, template));
      }
    }
    return all;
  }

  String policyPath() {
    return "spec.volumeClaimPolicies[" + policyIndex + "]";
  }

  String path() {
    return policyPath() + ".templates[" + index + "]";
  }

  String namePath() {
    return path() + ".metadata.name";
  }

  /** The path that the original gives in its messages. */
  String originalPath() {
    return policyPath() + ".template[" + index + "]";
  }

  String name() {
    String name = template.getMetadata() == null ? null : template.getMetadata().getName();
    return Objects.requireNonNullElse(name, "");
  }

  /** The name of the claim that is made of it. */
  String nameFor(Candidate candidate) {
    return JobSetNames.claim(name(), candidate.name());
  }

  String whenDeleted() {
    return policy.getRetentionPolicy() == null
        ? null
        : policy.getRetentionPolicy().getWhenDeleted();
  }
}
