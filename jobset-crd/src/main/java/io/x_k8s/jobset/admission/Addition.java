package io.x_k8s.jobset.admission;

import java.util.Objects;

/**
 * A value that defaulting adds to a JobSet. The operation {@code add} of a JSON patch with this
 * path and value does it; the parent always exists. Where the parents of a default are missing, the
 * value is the outermost of them, complete.
 *
 * @param pointer where, as a JSON pointer (RFC 6901)
 * @param value what: text, boolean, or a map of such values by their JSON names
 */
public record Addition(String pointer, Object value) {
  /** Checks that neither is null. */
  public Addition {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(value, "value");
  }
}
