package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.derived.ExclusivePlacement;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import java.util.Map;

/** One topology domain per Job: what could never be placed (G11, G13). */
final class ExclusivePlacementRules {
  private ExclusivePlacementRules() {}

  static void check(Candidate candidate, Errors errors) {
    for (Template template : candidate.templates()) {
      ExclusivePlacement placement =
          ExclusivePlacement.of(candidate.jobSet(), template.replicatedJob());
      if (placement.selectsNodes()) {
        checkNodeLabel(candidate, template, errors);
      } else if (isExclusive(placement, template) && !template.isIndexed()) {
        errors.invalid(
            template.jobSpecPath() + ".completionMode",
            template.jobSpec().getCompletionMode(),
            "exclusive placement needs completion mode Indexed: the Pods of a Job follow the one"
                + " with index 0");
      }
    }
  }

  /** The annotations may also be given to the Pods alone; they act there. */
  private static boolean isExclusive(ExclusivePlacement placement, Template template) {
    Map<String, String> pod = template.podAnnotations();
    return (placement.topology().isPresent()
            || pod.containsKey(JobSetAnnotations.EXCLUSIVE_TOPOLOGY))
        && !pod.containsKey(JobSetAnnotations.NODE_SELECTOR);
  }

  private static void checkNodeLabel(Candidate candidate, Template template, Errors errors) {
    String value =
        JobSetNames.namespacedJob(candidate.namespace(), template.lastJobName(candidate.name()));
    int length = NameFormats.bytes(value);
    if (length > NameFormats.MAX_LABEL_BYTES) {
      errors.invalid(
          template.path() + ".name",
          value,
          "the node selector strategy makes a node label of namespace and Job name, which "
              + NameFormats.LABEL_TOO_LONG
              + " and has "
              + length);
    }
  }
}
