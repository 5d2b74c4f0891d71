package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the Job API will refuse when the Jobs are created (G10). Refused is what no webhook on Jobs
 * and no later change can mend; of the rest, which the original stores, a warning tells.
 */
final class JobTemplateRules {
  private static final List<String> COMPLETION_MODES = List.of("Indexed", "NonIndexed");
  private static final Set<String> RESTART_POLICIES = Set.of("OnFailure", "Never");

  private JobTemplateRules() {}

  static void check(Candidate candidate, Errors errors) {
    for (Template template : candidate.templates()) {
      numbers(template.jobSpec())
          .forEach(
              (field, value) -> {
                if (value != null && value.longValue() < 0) {
                  errors.invalid(
                      template.jobSpecPath() + "." + field,
                      value,
                      "must be greater than or equal to 0");
                }
              });
      String mode = template.jobSpec().getCompletionMode();
      if (mode != null && !COMPLETION_MODES.contains(mode)) {
        errors.add(
            new FieldError(
                template.jobSpecPath() + ".completionMode",
                FieldError.Kind.NOT_SUPPORTED,
                mode,
                SchemaRules.supported(COMPLETION_MODES)));
      }
    }
  }

  private static Map<String, Number> numbers(JobSpec job) {
    Map<String, Number> numbers = new LinkedHashMap<>();
    numbers.put("parallelism", job.getParallelism());
    numbers.put("completions", job.getCompletions());
    numbers.put("backoffLimit", job.getBackoffLimit());
    numbers.put("activeDeadlineSeconds", job.getActiveDeadlineSeconds());
    numbers.put("ttlSecondsAfterFinished", job.getTtlSecondsAfterFinished());
    return numbers;
  }

  static void warn(Candidate candidate, List<String> warnings) {
    candidate.templates().forEach(template -> warn(template, warnings));
  }

  private static void warn(Template template, List<String> warnings) {
    JobSpec job = template.jobSpec();
    String path = template.jobSpecPath();
    if (template.isIndexed() && job.getParallelism() != null && job.getCompletions() == null) {
      warnings.add(
          path
              + ".completions: missing; an Indexed Job with parallelism needs it, and cannot be"
              + " created");
    }
    if (job.getTtlSecondsAfterFinished() != null) {
      warnings.add(
          path
              + ".ttlSecondsAfterFinished: a finished Job that is deleted is created again; use"
              + " spec.ttlSecondsAfterFinished of the JobSet");
    }
    PodSpec pod = template.podSpec();
    String restartPolicy = Objects.requireNonNullElse(pod.getRestartPolicy(), "");
    if (!restartPolicy.isEmpty() && !RESTART_POLICIES.contains(restartPolicy)) {
      warnings.add(
          template.podSpecPath()
              + ".restartPolicy: "
              + JsonText.of(restartPolicy)
              + "; a Job needs OnFailure or Never, and cannot be created");
    }
    List<Container> containers = Objects.requireNonNullElse(pod.getContainers(), List.of());
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      if (container != null && (container.getImage() == null || container.getImage().isEmpty())) {
        warnings.add(
            template.podSpecPath()
                + ".containers["
                + i
                + "].image: missing; unless something fills it in, no Job can be created");
      }
    }
  }
}
