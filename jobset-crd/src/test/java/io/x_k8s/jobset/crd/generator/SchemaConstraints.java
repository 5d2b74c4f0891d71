package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What a schema checks and fills in below {@code spec}, as properties: path and keyword, and the
 * value. Types are left out, because the model has them, and so are descriptions. Example:
 *
 * <pre>
 * spec.replicatedJobs[].dependsOn#maxItems=5
 * </pre>
 *
 * <p>A path's {@code []} stands for any element of a list, {@code {}} for any value of a map. The
 * class {@code Schema} of the package {@code admission} reads it.
 */
final class SchemaConstraints {
  private static final String HEADER = "# Generated from the schema of the CRD. Do not edit.\n";
  private static final String MAP_KEYS = "x-kubernetes-list-map-keys";
  private static final String INT_OR_STRING = "x-kubernetes-int-or-string";

  /** Written out, or of no concern to an object of the model. */
  private static final Set<String> KNOWN =
      Set.of(
          "properties",
          "items",
          "additionalProperties",
          "description",
          "type",
          "format",
          "anyOf",
          INT_OR_STRING,
          "pattern",
          "required",
          "enum",
          "x-kubernetes-list-type",
          MAP_KEYS,
          "x-kubernetes-map-type",
          "minimum",
          "maxItems",
          "default",
          "x-kubernetes-validations");

  private final Map<String, String> lines = new TreeMap<>();

  private SchemaConstraints() {}

  static String of(JsonNode schema) {
    SchemaConstraints constraints = new SchemaConstraints();
    constraints.collect("spec", schema.at("/properties/spec"));
    StringBuilder text = new StringBuilder(HEADER);
    constraints.lines.forEach(
        (key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }

  private void collect(String path, JsonNode schema) {
    schema
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (!KNOWN.contains(keyword)) {
                throw new IllegalStateException(
                    keyword + " at " + path + " is a constraint that Schema cannot check");
              }
            });
    if (schema.has("pattern")) {
      if (!schema.path(INT_OR_STRING).booleanValue()) {
        throw new IllegalStateException("pattern at " + path + " is not that of a quantity");
      }
      put(path, "quantity", "true");
    }
    if (schema.has("required")) {
      put(path, "required", words(schema.get("required")));
    }
    if (schema.has("enum")) {
      put(path, "enum", words(schema.get("enum")));
    }
    if (schema.has(MAP_KEYS)) {
      put(path, "keys", words(schema.get(MAP_KEYS)));
    }
    if (schema.path("x-kubernetes-list-type").asText().equals("set")) {
      put(path, "set", "true");
    }
    for (String keyword : new String[] {"minimum", "maxItems", "default"}) {
      if (schema.has(keyword)) {
        put(path, keyword, schema.get(keyword).toString());
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(property -> collect(path + "." + property.getKey(), property.getValue()));
    if (schema.has("items")) {
      collect(path + "[]", schema.get("items"));
    }
    if (schema.has("additionalProperties")) {
      put(path, "map", "true");
      collect(path + "{}", schema.get("additionalProperties"));
    }
  }

  private void put(String path, String keyword, String value) {
    lines.put(path + "#" + keyword, value);
  }

  private static String words(JsonNode array) {
    StringJoiner words = new StringJoiner(" ");
    array.forEach(word -> words.add(word.asText()));
    return words.toString();
  }
}
