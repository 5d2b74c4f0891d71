package io.x_k8s.jobset.client.v1alpha2;

import io.x_k8s.jobset.admission.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** A JobSet that no API server would accept. It was not sent. */
public class InvalidJobSetException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<FieldError> errors;

  /**
   * Says what is wrong with a JobSet.
   *
   * @param jobSet what it is called
   * @param errors everything that is wrong with it, at least one thing
   */
  public InvalidJobSetException(String jobSet, List<FieldError> errors) {
    super(message(jobSet, errors));
    this.errors = List.copyOf(errors);
  }

  /**
   * Everything that is wrong with the JobSet.
   *
   * @return at least one error, in the order in which an API server checks
   */
  public List<FieldError> errors() {
    return errors;
  }

  private static String message(String jobSet, List<FieldError> errors) {
    var introduction = "JobSet %s is invalid and was not sent".formatted(jobSet);
    return errors.size() == 1
        ? introduction + ": " + errors.get(0).message()
        : errors.stream()
            .map(FieldError::message)
            .collect(
                Collectors.joining(
                    "\n  ", "%s, %d errors:\n  ".formatted(introduction, errors.size()), ""));
  }
}
