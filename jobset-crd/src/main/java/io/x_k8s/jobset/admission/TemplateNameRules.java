package io.x_k8s.jobset.admission;

import java.util.List;
import java.util.Optional;

/**
 * The names that Jobs and Pods will have (rules C6 to C8; G4). The longest of each kind is checked:
 * that with the greatest indexes.
 */
final class TemplateNameRules {
  private static final String GROUP_TOO_LONG =
      ".spec.replicatedJob[].groupName is too long, must be less than 63 characters";
  private static final String JOB_NAME_TOO_LONG =
      "JobSet name is too long, job names generated for this JobSet will exceed 63 characters";
  private static final String POD_NAME_TOO_LONG =
      "JobSet name is too long, pod names generated for this JobSet will exceed 63 characters";

  /** Stands for what the Job controller appends. */
  private static final String POD_SUFFIX = "-abcde";

  private TemplateNameRules() {}

  static void checkGroup(Template template, Errors errors) {
    errors.invalid(
        template.path() + ".groupName",
        template.groupName(),
        NameFormats.dns1035(template.groupName(), GROUP_TOO_LONG));
  }

  static void checkJobNames(Candidate candidate, Template template, Errors errors) {
    String job = template.lastJobName(candidate.name());
    errors.invalid(namePath(template), job, NameFormats.dns1035(job, JOB_NAME_TOO_LONG));
  }

  /** The value shown is the Job's name, as in the original. */
  static void checkPodNames(Candidate candidate, Template template, Errors errors) {
    lastPodName(candidate, template)
        .ifPresent(
            pod ->
                errors.invalid(
                    namePath(template),
                    template.lastJobName(candidate.name()),
                    NameFormats.dns1035(pod, POD_NAME_TOO_LONG)));
  }

  /** Its Jobs would be created, and never be counted. */
  static void checkNotEmpty(Candidate candidate, Errors errors) {
    candidate.templates().stream()
        .filter(template -> template.name().isEmpty())
        .forEach(
            template ->
                errors.add(
                    FieldError.of(
                        namePath(template),
                        FieldError.Kind.REQUIRED,
                        "must not be empty: it tells whose Jobs they are")));
  }

  /** Says which names are too long and by how much, which the errors do not. */
  static void explain(Candidate candidate, List<String> warnings) {
    for (Template template : candidate.templates()) {
      explain(template, "Job", Optional.of(template.lastJobName(candidate.name())), warnings);
      explain(template, "Pod", lastPodName(candidate, template), warnings);
    }
  }

  private static void explain(
      Template template, String kind, Optional<String> name, List<String> warnings) {
    name.filter(text -> NameFormats.bytes(text) > NameFormats.MAX_LABEL_BYTES)
        .ifPresent(
            text ->
                warnings.add(
                    "%s: the %s name %s has %d characters, %d too many"
                        .formatted(
                            namePath(template),
                            kind,
                            JsonText.of(text),
                            NameFormats.bytes(text),
                            NameFormats.bytes(text) - NameFormats.MAX_LABEL_BYTES)));
  }

  /** Only Indexed Jobs have indexes in the names of their Pods. */
  private static Optional<String> lastPodName(Candidate candidate, Template template) {
    return Optional.ofNullable(template.jobSpec().getCompletions())
        .filter(completions -> template.isIndexed())
        .map(
            completions ->
                template.lastJobName(candidate.name()) + "-" + (completions - 1L) + POD_SUFFIX);
  }

  private static String namePath(Template template) {
    return template.path() + ".name";
  }
}
