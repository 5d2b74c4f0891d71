package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7386) of one object: null removes a member, an object descends. */
final class MergePatch {
  private MergePatch() {}

  /**
   * Applies a patch in place.
   *
   * @throws IllegalStateException if the patch removes what is not there: it is out of date
   */
  static void apply(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              JsonNode value = entry.getValue();
              if (value.isNull()) {
                if (target.remove(name) == null) {
                  throw new IllegalStateException("Nothing to remove at " + name + ": " + patch);
                }
              } else if (value instanceof ObjectNode object
                  && target.get(name) instanceof ObjectNode inner) {
                apply(inner, object);
              } else {
                target.set(name, value);
              }
            });
  }
}
