package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JobSet that is refused, worded as the server words it (specification of admission, section
 * 2.2).
 *
 * @param name name of the JobSet, empty when it has none yet
 * @param errors why it is refused, at least one
 */
public record Invalid(String name, List<FieldError> errors) {
  /** Copies the list. */
  public Invalid {
    errors = List.copyOf(errors);
    if (errors.isEmpty()) {
      throw new IllegalArgumentException("JobSet " + name + " has no errors to be refused for");
    }
  }

  /**
   * The message of the refusal. Errors with the same text appear once.
   *
   * @return {@code JobSet.jobset.x-k8s.io "<name>" is invalid: <error>}, with several errors as
   *     {@code [<error>, <error>]}
   */
  public String message() {
    List<String> texts = errors.stream().map(FieldError::message).distinct().toList();
    return JobSet.KIND
        + "."
        + JobSet.GROUP
        + " "
        + JsonText.of(name)
        + " is invalid: "
        + (texts.size() == 1
            ? texts.get(0)
            : texts.stream().collect(Collectors.joining(", ", "[", "]")));
  }
}
