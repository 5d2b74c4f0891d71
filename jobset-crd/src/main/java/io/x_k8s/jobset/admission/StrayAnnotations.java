package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.v1alpha2.JobSetAnnotations.EXCLUSIVE_TOPOLOGY;
import static io.x_k8s.jobset.v1alpha2.JobSetAnnotations.NODE_SELECTOR;

import java.util.List;
import java.util.Map;

/**
 * Warns of the annotations of exclusive placement where they have no effect, or only half of it.
 * Generators of manifests like to put them there.
 */
final class StrayAnnotations {
  private StrayAnnotations() {}

  static void warn(Candidate candidate, List<String> warnings) {
    warnOfLabels("metadata", candidate.labels(), warnings);
    warnOfLoneSelector("metadata", candidate.annotations(), Map.of(), warnings);
    for (Template template : candidate.templates()) {
      String jobMetadata = template.path() + ".template.metadata";
      String podMetadata = template.jobSpecPath() + ".template.metadata";
      warnOfLabels(jobMetadata, template.jobMetadata().getLabels(), warnings);
      warnOfLabels(podMetadata, template.podMetadata().getLabels(), warnings);
      warnOfLoneSelector(jobMetadata, template.jobAnnotations(), candidate.annotations(), warnings);
      if (template.podAnnotations().containsKey(EXCLUSIVE_TOPOLOGY)) {
        warnings.add(
            podMetadata
                + ".annotations: "
                + EXCLUSIVE_TOPOLOGY
                + " belongs to the JobSet or to "
                + jobMetadata
                + ", so that Job and Pods agree");
      }
    }
  }

  private static void warnOfLabels(String path, Map<String, String> labels, List<String> warnings) {
    for (String key : List.of(EXCLUSIVE_TOPOLOGY, NODE_SELECTOR)) {
      if (labels != null && labels.containsKey(key)) {
        warnings.add(path + ".labels: " + key + " has no effect as a label; make it an annotation");
      }
    }
  }

  private static void warnOfLoneSelector(
      String path,
      Map<String, String> annotations,
      Map<String, String> inherited,
      List<String> warnings) {
    if (annotations.containsKey(NODE_SELECTOR)
        && !annotations.containsKey(EXCLUSIVE_TOPOLOGY)
        && !inherited.containsKey(EXCLUSIVE_TOPOLOGY)) {
      warnings.add(
          path + ".annotations: " + NODE_SELECTOR + " has no effect without " + EXCLUSIVE_TOPOLOGY);
    }
  }
}
