package io.x_k8s.jobset.operator.placement;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.x_k8s.jobset.operator.admission.PatchOperation;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a leader asks of the scheduler (admission, section 6.1): to be with the Pods of its Job, and
 * where no Pod of another Job of the same priority is. {@code namespaceSelector: {}} is all
 * namespaces: a domain is exclusive in the whole cluster.
 */
final class LeaderAffinity {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

  private final PodAffinityTerm ownJob;
  private final PodAffinityTerm otherJobs;

  /**
   * @param topology node label that names a domain
   * @param jobKey key of the leader's Job
   * @param priority the leader's, as its label says it
   */
  LeaderAffinity(String topology, String jobKey, String priority) {
    this.ownJob = term(topology, in(JobSetLabels.JOB_KEY, jobKey));
    this.otherJobs =
        term(
            topology,
            requirement(JobSetLabels.JOB_KEY, "Exists"),
            requirement(JobSetLabels.JOB_KEY, "NotIn", jobKey),
            in(JobSetLabels.PRIORITY, priority));
  }

  /**
   * What has to be added to a Pod's affinity.
   *
   * @param affinity what the Pod has; null for nothing
   */
  List<PatchOperation> addedTo(Affinity affinity) {
    if (affinity == null) {
      return List.of(
          PatchOperation.add(
              "/spec/affinity",
              Map.of("podAffinity", only(ownJob), "podAntiAffinity", only(otherJobs))));
    }
    List<PatchOperation> patch = new ArrayList<>();
    add(
        "/spec/affinity/podAffinity",
        affinity.getPodAffinity() != null,
        affinity.getPodAffinity() == null
            ? null
            : affinity.getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution(),
        ownJob,
        patch);
    add(
        "/spec/affinity/podAntiAffinity",
        affinity.getPodAntiAffinity() != null,
        affinity.getPodAntiAffinity() == null
            ? null
            : affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution(),
        otherJobs,
        patch);
    return patch;
  }

  /** The parents of what is added must exist; an equal term is there if we were called before. */
  private static void add(
      String path,
      boolean exists,
      List<PodAffinityTerm> terms,
      PodAffinityTerm term,
      List<PatchOperation> patch) {
    if (!exists) {
      patch.add(PatchOperation.add(path, only(term)));
    } else if (terms == null || terms.isEmpty()) {
      patch.add(PatchOperation.add(path + "/" + REQUIRED, List.of(term)));
    } else if (!terms.contains(term)) {
      patch.add(PatchOperation.add(path + "/" + REQUIRED + "/-", term));
    }
  }

  private static Map<String, List<PodAffinityTerm>> only(PodAffinityTerm term) {
    return Map.of(REQUIRED, List.of(term));
  }

  private static PodAffinityTerm term(String topology, LabelSelectorRequirement... requirements) {
    return new PodAffinityTermBuilder()
        .withTopologyKey(topology)
        .withNamespaceSelector(new LabelSelector())
        .withNewLabelSelector()
        .withMatchExpressions(requirements)
        .endLabelSelector()
        .build();
  }

  private static LabelSelectorRequirement in(String key, String value) {
    return requirement(key, "In", value);
  }

  private static LabelSelectorRequirement requirement(
      String key, String operator, String... values) {
    return new LabelSelectorRequirementBuilder()
        .withKey(key)
        .withOperator(operator)
        .withValues(values)
        .build();
  }
}
