package io.x_k8s.jobset.e2e.admission;

import io.x_k8s.jobset.admission.FieldError;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A way to break one rule.
 *
 * @param rule the rule, as the specification calls it
 * @param told found in the message of the error
 * @param change breaks the rule in a JobSet that nothing was wrong with
 */
record Mistake(String rule, Pattern told, Consumer<JobSet> change) {

  static Mistake of(String rule, String told, Consumer<JobSet> change) {
    return new Mistake(rule, Pattern.compile(told), change);
  }

  void make(JobSet jobSet) {
    change.accept(jobSet);
  }

  boolean isToldBy(FieldError error) {
    return told.matcher(error.path() + ": " + error.body()).find();
  }
}
