package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.x_k8s.jobset.crd.schema.AllowedValues;
import io.x_k8s.jobset.crd.schema.ListType;
import io.x_k8s.jobset.v1alpha2.ExtensibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;

/**
 * Completes a schema that fabric8 generated with what its generator cannot express: descriptions,
 * formats, list types, allowed values, and the schemas of embedded Kubernetes types.
 */
final class ModelSchema {
  private static final String DESCRIPTION = "description";

  private final ModelJavadoc javadoc;
  private final KubernetesSchemas kubernetes;

  ModelSchema(ModelJavadoc javadoc, KubernetesSchemas kubernetes) {
    this.javadoc = javadoc;
    this.kubernetes = kubernetes;
  }

  /** Completes the schema of a custom resource in place. */
  void complete(ObjectNode schema, Class<?> resource) {
    describe(schema, resource);
    completeObject(schema, resource);
  }

  private void completeObject(ObjectNode schema, Class<?> type) {
    ObjectNode properties = (ObjectNode) schema.get("properties");
    for (Field field : type.getDeclaredFields()) {
      JsonProperty name = field.getAnnotation(JsonProperty.class);
      if (name == null) {
        continue;
      }
      if (field.getType() == ObjectMeta.class) {
        // The API server knows the metadata of an object, and refuses to be told more about it.
        properties.putObject(name.value()).put("type", "object");
      } else {
        completeProperty(property(properties, name.value()), field);
      }
    }
  }

  /** fabric8 leaves out kind and apiVersion of the resource itself. */
  private static ObjectNode property(ObjectNode properties, String name) {
    if (!properties.has(name)) {
      properties.putObject(name).put("type", "string");
    }
    return (ObjectNode) properties.get(name);
  }

  private void completeProperty(ObjectNode property, Field field) {
    AllowedValues allowed = field.getAnnotation(AllowedValues.class);
    if (allowed != null) {
      ArrayNode values = property.putArray("enum");
      List.of(allowed.value()).forEach(values::add);
    }
    ListType list = field.getAnnotation(ListType.class);
    if (list != null) {
      property.put("x-kubernetes-list-type", list.value().name().toLowerCase(Locale.ROOT));
      if (list.keys().length > 0) {
        ArrayNode keys = property.putArray("x-kubernetes-list-map-keys");
        List.of(list.keys()).forEach(keys::add);
      }
    }
    if (property.has("minimum")) {
      property.put("minimum", property.get("minimum").longValue());
    }
    completeValue(property, field.getGenericType());
    property.put(DESCRIPTION, javadoc.of(field));
  }

  private void completeValue(ObjectNode schema, Type type) {
    if (type instanceof ParameterizedType list) {
      completeItems((ObjectNode) schema.get("items"), list.getActualTypeArguments()[0]);
    } else if (type == Integer.class || type == int.class) {
      schema.put("format", "int32");
    } else if (type instanceof Class<?> embedded && kubernetes.knows(embedded)) {
      schema.removeAll().setAll(kubernetes.schemaOf(embedded));
    } else if (type instanceof Class<?> model && ExtensibleObject.class.isAssignableFrom(model)) {
      completeObject(schema, model);
    }
  }

  private void completeItems(ObjectNode items, Type type) {
    completeValue(items, type);
    if (type instanceof Class<?> model && ExtensibleObject.class.isAssignableFrom(model)) {
      describe(items, model);
    }
  }

  private void describe(ObjectNode schema, Class<?> type) {
    schema.put(DESCRIPTION, javadoc.of(type));
  }
}
