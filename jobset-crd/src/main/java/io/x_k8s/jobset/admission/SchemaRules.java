package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the schema of the CRD refuses: missing and repeated elements, values out of bounds. Types
 * are not checked, since the model has them. The words are those of the API server.
 */
final class SchemaRules {
  private static final String QUANTITY_REGEX =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";
  private static final Pattern IS_QUANTITY = Pattern.compile(QUANTITY_REGEX);

  private final Errors errors;

  private SchemaRules(Errors errors) {
    this.errors = errors;
  }

  /**
   * Checks a spec.
   *
   * @param spec the spec; null when the JobSet has none
   */
  static void check(JobSetSpec spec, Errors errors) {
    if (spec != null) {
      new SchemaRules(errors).check("spec", SpecTree.of(spec), Schema.spec());
    }
  }

  private void check(String path, Object value, Schema schema) {
    if (value instanceof Map<?, ?> object) {
      checkObject(path, object, schema);
    } else if (value instanceof List<?> list) {
      checkList(path, list, schema);
    } else {
      checkScalar(path, value, schema);
    }
  }

  private void checkObject(String path, Map<?, ?> object, Schema schema) {
    for (String name : schema.required()) {
      if (object.get(name) == null) {
        errors.add(FieldError.of(path + "." + name, FieldError.Kind.REQUIRED, ""));
      }
    }
    object.forEach(
        (name, value) -> check(path + "." + name, value, schema.valueOf(String.valueOf(name))));
  }

  private void checkList(String path, List<?> list, Schema schema) {
    schema
        .maxItems()
        .ifPresent(
            max -> {
              if (list.size() > max) {
                errors.add(
                    new FieldError(
                        path,
                        FieldError.Kind.TOO_MANY,
                        list.size(),
                        "must have at most " + max + " items"));
              }
            });
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String at = path + "[" + i + "]";
      Object element = list.get(i);
      if (element == null) {
        errors.invalid(at, null, "must not be null");
        continue;
      }
      Object key = keyOf(element, schema);
      if (key != null && !seen.add(key)) {
        errors.add(new FieldError(at, FieldError.Kind.DUPLICATE, key, ""));
      }
      check(at, element, schema.element());
    }
  }

  /** What no other element of the list may have as well; null when anything may be repeated. */
  private static Object keyOf(Object element, Schema list) {
    if (list.isSet()) {
      return element;
    }
    if (list.keys().isEmpty() || !(element instanceof Map<?, ?> object)) {
      return null;
    }
    Map<String, Object> key = new LinkedHashMap<>();
    for (String name : list.keys()) {
      if (object.get(name) != null) {
        key.put(name, object.get(name));
      }
    }
    return key;
  }

  private void checkScalar(String path, Object value, Schema schema) {
    List<String> allowed = schema.allowedValues();
    if (!allowed.isEmpty() && !allowed.contains(String.valueOf(value))) {
      errors.add(new FieldError(path, FieldError.Kind.NOT_SUPPORTED, value, supported(allowed)));
    }
    schema
        .minimum()
        .ifPresent(
            minimum -> {
              if (value instanceof Number number && number.longValue() < minimum) {
                errors.invalid(
                    path, value, path + " in body should be greater than or equal to " + minimum);
              }
            });
    if (schema.isQuantity()
        && value instanceof String quantity
        && !IS_QUANTITY.matcher(quantity).matches()) {
      errors.invalid(path, value, path + " in body should match '" + QUANTITY_REGEX + "'");
    }
  }

  static String supported(List<String> values) {
    return values.stream()
        .map(JsonText::of)
        .collect(Collectors.joining(", ", "supported values: ", ""));
  }
}
