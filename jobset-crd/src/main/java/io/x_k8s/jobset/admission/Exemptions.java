package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What may change in ReplicatedJobs (specification of admission, sections 5.2 and 5.3): while the
 * JobSet is suspended, in the request that suspends it or in the one that resumes it, what queueing
 * systems set in Pod templates; and the size of elastic Jobs.
 */
final class Exemptions {
  private static final List<String> POD_METADATA = List.of("labels", "annotations");
  private static final List<String> POD_SPEC =
      List.of("nodeSelector", "tolerations", "schedulingGates");
  private static final List<String> SIZE = List.of("parallelism", "completions");

  private final boolean suspended;
  private final List<Template> elastic;

  private Exemptions(boolean suspended, List<Template> elastic) {
    this.suspended = suspended;
    this.elastic = elastic;
  }

  static Exemptions of(JobSetSpec old, JobSetSpec now, AdmissionGates gates) {
    return new Exemptions(
        Boolean.TRUE.equals(old.getSuspend()) || Boolean.TRUE.equals(now.getSuspend()),
        gates.elasticJobSet()
            ? Template.allOf(now).stream().filter(Template::isIndexed).toList()
            : List.of());
  }

  /** Removes from the tree of a ReplicatedJob what is not compared. */
  Map<?, ?> removedFrom(Map<?, ?> replicatedJob, int index) {
    Map<?, ?> job = member(member(replicatedJob, "template"), "spec");
    if (suspended) {
      Map<?, ?> pod = member(job, "template");
      member(pod, "metadata").keySet().removeAll(POD_METADATA);
      member(pod, "spec").keySet().removeAll(POD_SPEC);
    }
    if (elastic.stream().anyMatch(template -> template.index() == index)) {
      job.keySet().removeAll(SIZE);
    }
    return replicatedJob;
  }

  private static Map<?, ?> member(Map<?, ?> object, String name) {
    return object.get(name) instanceof Map<?, ?> member ? member : new HashMap<>();
  }
}
