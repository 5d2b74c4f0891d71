package io.x_k8s.jobset.operator.admission;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One operation of a JSON patch (RFC 6902). Handlers need only {@code add}, which also replaces an
 * existing member of an object.
 *
 * @param op name of the operation
 * @param path JSON pointer to what it is about
 * @param value what Jackson writes as the value: a map, a list, a scalar, a model object or a tree
 */
public record PatchOperation(String op, String path, Object value) {
  /**
   * Adds a value: sets a member of an object whether it exists or not; inserts into a list, at its
   * end if the pointer ends in {@code /-}. The parent must exist.
   *
   * @param path JSON pointer; see {@link #pointer}
   */
  public static PatchOperation add(String path, Object value) {
    return new PatchOperation("add", path, value);
  }

  /** The JSON pointer to a member, of unescaped keys and list positions. */
  public static String pointer(String... keys) {
    return Arrays.stream(keys)
        .map(key -> "/" + key.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }
}
