package io.x_k8s.jobset.admission;

import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that would be said about a JobSet, by the stage that says it. A server reports only
 * the errors of the first stage that has any; a program wants to see them all.
 *
 * @param schema what the CRD's schema refuses
 * @param expressions what the CRD's CEL rules refuse
 * @param webhook what the operator's webhook refuses
 * @param warnings what is accepted, but likely a mistake
 */
public record Findings(
    List<FieldError> schema,
    List<FieldError> expressions,
    List<FieldError> webhook,
    List<String> warnings) {
  /** Copies the lists. */
  public Findings {
    schema = List.copyOf(schema);
    expressions = List.copyOf(expressions);
    webhook = List.copyOf(webhook);
    warnings = List.copyOf(warnings);
  }

  /**
   * The errors of all stages, in the order in which a server checks.
   *
   * @return empty when the JobSet is accepted
   */
  public List<FieldError> errors() {
    return Stream.of(schema, expressions, webhook).flatMap(List::stream).toList();
  }

  /**
   * Whether a server would accept the JobSet.
   *
   * @return true when no stage refuses it
   */
  public boolean isAccepted() {
    return errors().isEmpty();
  }
}
