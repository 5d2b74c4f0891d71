package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Schemas of Kubernetes types that a JobSet embeds, made from what a Kubernetes API server
 * publishes about itself: it knows list types, map keys and defaults, which the Java classes do
 * not.
 *
 * <p>A CRD may not use references, so they are followed. Three things of the published schemas are
 * left out: enums, which the API checks itself and extends between versions; defaults that a
 * required or an empty value makes meaningless; and hints for the patches of built-in types.
 */
final class KubernetesSchemas {
  /** A claim template is stored with the schema of a whole claim, as JobSet has always had it. */
  private static final Map<Class<?>, String> NAMES =
      Map.of(
          JobTemplateSpec.class, "io.k8s.api.batch.v1.JobTemplateSpec",
          PersistentVolumeClaimTemplate.class, "io.k8s.api.core.v1.PersistentVolumeClaim",
          Condition.class, "io.k8s.apimachinery.pkg.apis.meta.v1.Condition");

  private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
  private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  private static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

  private static final String QUANTITY_PATTERN =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]"
          + "|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

  /** The other metadata of an embedded object means nothing: no object of that kind is stored. */
  private static final List<String> EMBEDDED_METADATA =
      List.of("annotations", "finalizers", "labels", "name", "namespace");

  private static final Set<String> KEPT_AS_THEY_ARE =
      Set.of(
          "description",
          "format",
          "type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-list-type",
          "x-kubernetes-map-type");

  private final ObjectMapper mapper;
  private final JsonNode published;
  private final Map<String, ObjectNode> corrections;
  private final Map<String, ObjectNode> resolved = new HashMap<>();

  private KubernetesSchemas(
      ObjectMapper mapper, JsonNode published, Map<String, ObjectNode> corrections) {
    this.mapper = mapper;
    this.published = published;
    this.corrections = corrections;
  }

  static KubernetesSchemas load() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode published = read(mapper, "kubernetes-1.36.3-openapi-v3-schemas.json").get("schemas");
    Map<String, ObjectNode> corrections = new HashMap<>();
    for (JsonNode correction : read(mapper, "kubernetes-schema-corrections.json")) {
      for (JsonNode schema : correction.get("schemas")) {
        if (!published.has(schema.textValue())) {
          throw new IllegalStateException("A correction is about an unknown schema: " + schema);
        }
        corrections.put(schema.textValue(), (ObjectNode) correction.get("patch"));
      }
    }
    return new KubernetesSchemas(mapper, published, corrections);
  }

  private static JsonNode read(ObjectMapper mapper, String resource) throws IOException {
    try (var stream = KubernetesSchemas.class.getResourceAsStream(resource)) {
      return mapper.readTree(stream);
    }
  }

  boolean knows(Class<?> type) {
    return NAMES.containsKey(type);
  }

  /** A new copy of the schema of a Kubernetes type, complete with descriptions. */
  ObjectNode schemaOf(Class<?> type) {
    return named(NAMES.get(type));
  }

  private ObjectNode named(String name) {
    ObjectNode schema = resolved.get(name);
    if (schema == null) {
      schema =
          switch (name) {
            case QUANTITY -> intOrString().put("pattern", QUANTITY_PATTERN);
            case INT_OR_STRING -> intOrString();
            case OBJECT_META -> embeddedMetadata();
            default -> inline(published.get(name));
          };
      if (corrections.containsKey(name)) {
        MergePatch.apply(schema, corrections.get(name));
      }
      resolved.put(name, schema);
    }
    return schema.deepCopy();
  }

  private ObjectNode intOrString() {
    ObjectNode schema = mapper.createObjectNode();
    schema.putArray("anyOf").add(typed("integer")).add(typed("string"));
    return schema.put("x-kubernetes-int-or-string", true);
  }

  private ObjectNode typed(String type) {
    return mapper.createObjectNode().put("type", type);
  }

  private ObjectNode embeddedMetadata() {
    ObjectNode schema = inline(published.get(OBJECT_META));
    ((ObjectNode) schema.get("properties")).retain(EMBEDDED_METADATA);
    return schema;
  }

  private ObjectNode inline(JsonNode source) {
    ObjectNode schema = mapper.createObjectNode();
    String reference = reference(source);
    if (reference != null) {
      schema.setAll(named(reference));
    }
    source
        .properties()
        .forEach(
            entry -> {
              if (KEPT_AS_THEY_ARE.contains(entry.getKey())) {
                schema.set(entry.getKey(), entry.getValue().deepCopy());
              }
            });
    if (source.has("properties")) {
      schema.set("properties", inlineProperties(source));
    }
    if (source.has("required")) {
      required(source).forEach(schema.putArray("required")::add);
    }
    if (source.has("items")) {
      schema.set("items", inline(source.get("items")));
    }
    if (source.path("additionalProperties").isObject()) {
      schema.set("additionalProperties", inline(source.get("additionalProperties")));
    }
    return schema;
  }

  private ObjectNode inlineProperties(JsonNode source) {
    Set<String> required = required(source);
    ObjectNode properties = mapper.createObjectNode();
    source
        .get("properties")
        .properties()
        .forEach(
            entry -> {
              ObjectNode property = inline(entry.getValue());
              JsonNode value = entry.getValue().get("default");
              boolean isEmptyObject = value != null && value.isObject() && value.isEmpty();
              if (value != null && !isEmptyObject && !required.contains(entry.getKey())) {
                property.set("default", value);
              }
              properties.set(entry.getKey(), property);
            });
    return properties;
  }

  private static SortedSet<String> required(JsonNode source) {
    SortedSet<String> names = new TreeSet<>();
    source.path("required").forEach(name -> names.add(name.textValue()));
    return names;
  }

  /** The name of the schema that a property refers to, alone or beside a description; or null. */
  private static String reference(JsonNode source) {
    JsonNode reference =
        source.has("allOf") ? source.get("allOf").get(0).get("$ref") : source.get("$ref");
    return reference == null
        ? null
        : reference.textValue().substring(reference.textValue().lastIndexOf('/') + 1);
  }
}
