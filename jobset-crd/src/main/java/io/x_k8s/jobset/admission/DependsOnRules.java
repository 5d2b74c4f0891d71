package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.DependsOn;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A ReplicatedJob may wait for earlier ones only (rules C2, C9; G3). */
final class DependsOnRules {
  private DependsOnRules() {}

  /** There is nothing that the first could wait for; an empty list is a field, too. */
  static void checkFirst(Candidate candidate, Errors errors) {
    candidate.templates().stream()
        .limit(1)
        .filter(first -> first.replicatedJob().getDependsOn() != null)
        .forEach(
            first ->
                errors.invalid(
                    path(first),
                    ModelTree.of(first.dependsOn()),
                    "DependsOn can't be set for the first ReplicatedJob"));
  }

  static void check(Candidate candidate, Template template, Errors errors) {
    Set<String> allowed = new HashSet<>();
    candidate.templates().stream()
        .limit(template.index() + 1L)
        .forEach(earlier -> allowed.add(earlier.name()));
    for (int i = 0; i < template.dependsOn().size(); i++) {
      if (!allowed.contains(dependency(template, i))) {
        refuse(template, i, errors);
      }
    }
  }

  /** The original admits it, and then never creates the Jobs. */
  static void checkItself(Candidate candidate, Errors errors) {
    for (Template template : candidate.templates()) {
      for (int i = 0; i < template.dependsOn().size(); i++) {
        if (template.name().equals(dependency(template, i))) {
          refuse(template, i, errors);
        }
      }
    }
  }

  private static void refuse(Template template, int index, Errors errors) {
    String dependency = dependency(template, index);
    errors.invalid(
        path(template) + "[" + index + "].name",
        dependency,
        "replicatedJob: " + template.name() + " cannot depend on replicatedJob: " + dependency);
  }

  private static String dependency(Template template, int index) {
    List<DependsOn> dependsOn = template.dependsOn();
    DependsOn entry = Objects.requireNonNullElseGet(dependsOn.get(index), DependsOn::new);
    return Objects.requireNonNullElse(entry.getName(), "");
  }

  private static String path(Template template) {
    return template.path() + ".dependsOn";
  }
}
