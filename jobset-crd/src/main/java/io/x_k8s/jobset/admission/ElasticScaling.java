package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Changing the size of Indexed Jobs: only while the JobSet runs, and only so that each Pod still
 * has its index (rules U2; G19).
 */
final class ElasticScaling {
  private static final String FINISHED =
      "Cannot mutate parallelism or completions when JobSet is in a terminal state (Completed or"
          + " Failed)";

  private ElasticScaling() {}

  static void check(Candidate old, Candidate now, Errors errors) {
    for (Template template : now.templates()) {
      Optional<Template> before = old.template(template.name());
      if (template.isIndexed()
          && before.isPresent()
          && isChanged(before.get().jobSpec(), template.jobSpec())) {
        check(old.jobSet(), before.get(), template, errors);
      }
    }
  }

  private static boolean isChanged(JobSpec old, JobSpec now) {
    return !Objects.equals(old.getParallelism(), now.getParallelism())
        || !Objects.equals(old.getCompletions(), now.getCompletions());
  }

  private static void check(JobSet jobSet, Template old, Template now, Errors errors) {
    if (isFinished(jobSet)) {
      errors.add(FieldError.of(now.jobSpecPath(), FieldError.Kind.FORBIDDEN, FINISHED));
      return;
    }
    Integer parallelism = now.jobSpec().getParallelism();
    Integer completions = now.jobSpec().getCompletions();
    checkPositive(now, "parallelism", old.jobSpec().getParallelism(), parallelism, errors);
    checkPositive(now, "completions", old.jobSpec().getCompletions(), completions, errors);
    if (parallelism != null && completions != null && !parallelism.equals(completions)) {
      errors.invalid(
          now.jobSpecPath() + ".completions",
          completions,
          "completions must be equal to parallelism for Elastic Indexed Jobs");
    }
    checkPresent(now, "parallelism", parallelism, errors);
    checkPresent(now, "completions", completions, errors);
  }

  private static void checkPositive(
      Template now, String field, Integer before, Integer after, Errors errors) {
    if (after != null && after < 1 && !after.equals(before)) {
      errors.invalid(now.jobSpecPath() + "." + field, after, field + " must be >= 1");
    }
  }

  /** Half a size is never applied, and none lets the Jobs fall back to one Pod. */
  private static void checkPresent(Template now, String field, Integer value, Errors errors) {
    if (value == null) {
      errors.add(
          FieldError.of(
              now.jobSpecPath() + "." + field,
              FieldError.Kind.REQUIRED,
              "to be scaled, a Job needs both parallelism and completions"));
    }
  }

  private static boolean isFinished(JobSet jobSet) {
    List<Condition> conditions =
        jobSet.getStatus() == null ? null : jobSet.getStatus().getConditions();
    return conditions != null
        && conditions.stream()
            .anyMatch(
                condition ->
                    (JobSetConditions.COMPLETED.equals(condition.getType())
                            || JobSetConditions.FAILED.equals(condition.getType()))
                        && "True".equals(condition.getStatus()));
  }
}
