package io.x_k8s.jobset.operator.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes one object of the configuration file: the counterpart of {@link ObjectReader}. */
final class ObjectWriter {
  private final boolean onlyChanges;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /**
   * @param onlyChanges whether to leave out what equals its default
   */
  ObjectWriter(boolean onlyChanges) {
    this.onlyChanges = onlyChanges;
  }

  /** Writes a field, unless it is empty or a default that is to be left out. */
  ObjectWriter field(String name, Object value, Object byDefault) {
    if (onlyChanges && value.equals(byDefault)) {
      return this;
    }
    switch (value) {
      case Optional<?> optional -> optional.ifPresent(present -> put(name, present));
      case String text -> {
        if (!text.isEmpty()) {
          put(name, text);
        }
      }
      case List<?> list -> {
        if (!list.isEmpty()) {
          put(name, list);
        }
      }
      case Map<?, ?> map -> {
        if (!map.isEmpty()) {
          put(name, map);
        }
      }
      default -> put(name, value);
    }
    return this;
  }

  /** Writes an object, unless it has no fields. */
  ObjectWriter object(String name, Consumer<ObjectWriter> content) {
    Map<String, Object> object = child(content);
    if (!object.isEmpty()) {
      fields.put(name, object);
    }
    return this;
  }

  /** Writes an object even when it has no fields. */
  ObjectWriter objectAlways(String name, Consumer<ObjectWriter> content) {
    fields.put(name, child(content));
    return this;
  }

  Map<String, Object> fields() {
    return fields;
  }

  private Map<String, Object> child(Consumer<ObjectWriter> content) {
    ObjectWriter child = new ObjectWriter(onlyChanges);
    content.accept(child);
    return child.fields;
  }

  private void put(String name, Object value) {
    boolean isYaml =
        value instanceof Number
            || value instanceof Boolean
            || value instanceof List
            || value instanceof Map;
    fields.put(name, isYaml ? value : value.toString());
  }
}
