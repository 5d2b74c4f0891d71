package io.x_k8s.jobset.admission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeSet;

/**
 * What the schema of the CRD checks and fills in, at one place and below. It is read from the
 * properties that the build makes of the CRD, because reading the CRD itself would take a YAML
 * parser, and 700 KB of descriptions.
 */
final class Schema {
  private static final String RESOURCE = "schema.properties";
  private static final Schema SPEC = load();

  private final Map<String, String> keywords = new LinkedHashMap<>();
  private final Map<String, Schema> children = new LinkedHashMap<>();

  private Schema() {}

  /** The schema of {@code spec}. */
  static Schema spec() {
    return SPEC;
  }

  Schema property(String name) {
    return child("." + name);
  }

  /** Of any element of this list. */
  Schema element() {
    return child("[]");
  }

  /** Of the value under a name, be this an object with named properties or a map. */
  Schema valueOf(String name) {
    return isMap() ? child("{}") : property(name);
  }

  List<String> required() {
    return words("required");
  }

  /** The values allowed; empty when all are. */
  List<String> allowedValues() {
    return words("enum");
  }

  /** The properties that together name an element of this list; empty unless it is a map. */
  List<String> keys() {
    return words("keys");
  }

  /** Whether the names in this object are free. */
  boolean isMap() {
    return keywords.containsKey("map");
  }

  boolean isSet() {
    return keywords.containsKey("set");
  }

  boolean isQuantity() {
    return keywords.containsKey("quantity");
  }

  OptionalLong minimum() {
    String minimum = keywords.get("minimum");
    return minimum == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(minimum));
  }

  OptionalInt maxItems() {
    String maxItems = keywords.get("maxItems");
    return maxItems == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(maxItems));
  }

  /** The value of this field when it is absent: text, number or boolean. */
  Optional<Object> defaultValue() {
    return Optional.ofNullable(keywords.get("default")).map(Schema::scalar);
  }

  /** The names of the properties that have a default. */
  List<String> propertiesWithDefault() {
    return children.entrySet().stream()
        .filter(child -> child.getKey().startsWith("."))
        .filter(child -> child.getValue().defaultValue().isPresent())
        .map(child -> child.getKey().substring(1))
        .toList();
  }

  private List<String> words(String keyword) {
    String words = keywords.get(keyword);
    return words == null ? List.of() : List.of(words.split(" "));
  }

  private static Object scalar(String json) {
    if (json.startsWith("\"")) {
      return json.substring(1, json.length() - 1);
    }
    return switch (json) {
      case "true", "false" -> Boolean.valueOf(json);
      default -> Integer.valueOf(json);
    };
  }

  private Schema child(String step) {
    return children.getOrDefault(step, NONE);
  }

  /** Of what the schema says nothing about. */
  private static final Schema NONE = new Schema();

  private static Schema load() {
    Properties properties = new Properties();
    try (InputStream stream = Schema.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException(RESOURCE + " is missing beside " + Schema.class.getName());
      }
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Schema root = new Schema();
    for (String line : new TreeSet<>(properties.stringPropertyNames())) {
      int hash = line.indexOf('#');
      root.at(line.substring(0, hash))
          .keywords
          .put(line.substring(hash + 1), properties.getProperty(line));
    }
    return root.property("spec");
  }

  private Schema at(String path) {
    Schema schema = this;
    for (String step : ("." + path).split("(?=\\.)|(?=\\[])|(?=\\{})")) {
      schema = schema.children.computeIfAbsent(step, any -> new Schema());
    }
    return schema;
  }
}
