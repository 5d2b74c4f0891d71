package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON in the form in which what means the same is equal (specification of admission, section 5.1):
 * no null, no empty list or map, no zero value where Kubernetes cannot tell it from an absent one,
 * and quantities as numbers.
 *
 * <p>Kubernetes tells zero from absent where a field is a pointer in Go. The schema does not say
 * which fields are, so those of Jobs and Pods that matter are listed here.
 */
final class SemanticTree {
  private static final Set<String> ZERO_NUMBERS =
      Set.of(
          "initialDelaySeconds",
          "timeoutSeconds",
          "periodSeconds",
          "successThreshold",
          "failureThreshold",
          "hostPort",
          "partition");
  private static final Set<String> FALSE_BOOLEANS =
      Set.of(
          "hostNetwork",
          "hostPID",
          "hostIPC",
          "stdin",
          "stdinOnce",
          "tty",
          "readOnly",
          "sslEnabled",
          "chapAuthDiscovery",
          "chapAuthSession");
  private static final Set<String> TEXTS_THAT_MAY_BE_EMPTY =
      Set.of(
          "storageClassName",
          "volumeAttributesClassName",
          "runtimeClassName",
          "hostnameOverride",
          "completionMode",
          "podReplacementPolicy",
          "managedBy");
  private static final Set<String> EMPTY_OBJECTS = Set.of("metadata", "resources");

  /** A quantity, which is equal to others of the same number. */
  private record Amount(BigDecimal number, String text) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Amount that && number.compareTo(that.number) == 0;
    }

    @Override
    public int hashCode() {
      return number.stripTrailingZeros().hashCode();
    }
  }

  private SemanticTree() {}

  /** The form of a tree for comparison, a tree of its own. */
  static Object of(Object value, Schema schema) {
    if (value instanceof Map<?, ?> map) {
      return object(map, schema);
    }
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(of(element, schema.element())));
      return elements;
    }
    if (schema.isQuantity() && value != null) {
      return quantity(value.toString());
    }
    return value instanceof Integer number ? Long.valueOf(number) : value;
  }

  /** A value of such a tree as JSON has it. */
  static Object shown(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> fields = new LinkedHashMap<>();
      map.forEach((name, field) -> fields.put(String.valueOf(name), shown(field)));
      return fields;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SemanticTree::shown).toList();
    }
    return value instanceof Amount amount ? amount.text() : value;
  }

  private static Map<String, Object> object(Map<?, ?> map, Schema schema) {
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          Object field = of(value, schema.valueOf(name));
          if (schema.isMap() || !meansAbsent(name, field, schema.property(name))) {
            fields.put(name, field);
          }
        });
    return fields;
  }

  private static boolean meansAbsent(String name, Object value, Schema schema) {
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty() && (schema.isMap() || EMPTY_OBJECTS.contains(name));
    }
    if (value instanceof List<?> list) {
      return list.isEmpty();
    }
    if (value instanceof String text) {
      return text.isEmpty() && !TEXTS_THAT_MAY_BE_EMPTY.contains(name);
    }
    return value == null
        || Boolean.FALSE.equals(value) && FALSE_BOOLEANS.contains(name)
        || value.equals(0L) && ZERO_NUMBERS.contains(name);
  }

  /** What is no quantity, or an absurd one, is compared as it is written. */
  private static Object quantity(String text) {
    try {
      return new Amount(Quantity.parse(text).getNumericalAmount(), text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return text;
    }
  }
}
