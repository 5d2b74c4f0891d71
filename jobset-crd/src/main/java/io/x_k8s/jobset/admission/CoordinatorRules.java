package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.Coordinator;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The Pod that coordinates must exist, and its name must fit into a label (rules C13, C14). */
final class CoordinatorRules {
  private static final String PATH = "spec.coordinator";

  private CoordinatorRules() {}

  static void check(Candidate candidate, Errors errors) {
    Coordinator coordinator = candidate.spec().getCoordinator();
    if (coordinator != null) {
      checkPod(candidate, coordinator, errors);
      checkLabel(candidate, errors);
    }
  }

  /** Only the first thing that is wrong is told. */
  private static void checkPod(Candidate candidate, Coordinator coordinator, Errors errors) {
    String name = Objects.requireNonNullElse(coordinator.getReplicatedJob(), "");
    long jobIndex = Objects.requireNonNullElse(coordinator.getJobIndex(), 0L);
    long podIndex = Objects.requireNonNullElse(coordinator.getPodIndex(), 0L);
    Optional<Template> found = candidate.template(name);
    if (found.isEmpty()) {
      errors.invalid(
          PATH + ".replicatedJob", name, "coordinator replicatedJob " + name + " does not exist");
      return;
    }
    Template template = found.get();
    Integer completions = template.jobSpec().getCompletions();
    if (jobIndex < 0 || jobIndex >= template.replicas()) {
      errors.invalid(
          PATH + ".jobIndex",
          jobIndex,
          "coordinator job index " + jobIndex + " is invalid for replicatedJob " + name);
    } else if (!template.isIndexed() || completions == null) {
      errors.invalid(
          PATH + ".replicatedJob",
          name,
          "job for coordinator pod must be indexed completion mode, and completions number must be"
              + " set");
    } else if (podIndex < 0 || podIndex >= completions) {
      errors.invalid(
          PATH + ".podIndex",
          podIndex,
          "coordinator pod index "
              + podIndex
              + " is invalid for replicatedJob "
              + name
              + " job index "
              + jobIndex);
    }
  }

  private static void checkLabel(Candidate candidate, Errors errors) {
    String endpoint = JobSetNames.coordinatorEndpoint(candidate.jobSet()).orElseThrow();
    List<String> wrong = NameFormats.labelValue(endpoint);
    if (!wrong.isEmpty()) {
      errors.invalid(
          PATH,
          endpoint,
          "spec will lead to invalid label value \""
              + endpoint
              + "\" for coordinator label \""
              + JobSetLabels.COORDINATOR
              + "\" (long JobSet / ReplicatedJob / SubDomain name?): "
              + String.join(", ", wrong));
    }
  }
}
