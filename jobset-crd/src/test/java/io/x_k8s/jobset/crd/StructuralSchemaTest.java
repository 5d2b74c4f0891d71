package io.x_k8s.jobset.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The schema keeps the rules that an API server has for every CRD ("structural schema"). */
class StructuralSchemaTest {
  private final List<Map.Entry<String, JsonNode>> schemas = new ArrayList<>();

  StructuralSchemaTest() {
    collect("", PackagedCrd.schema());
  }

  private void collect(String path, JsonNode schema) {
    schemas.add(Map.entry(path, schema));
    schema
        .path("properties")
        .properties()
        .forEach(e -> collect(path + "." + e.getKey(), e.getValue()));
    if (schema.has("items")) {
      collect(path + "[]", schema.get("items"));
    }
    if (schema.has("additionalProperties")) {
      collect(path + "{}", schema.get("additionalProperties"));
    }
  }

  @Test
  void everyValueHasATypeOrIsAnIntegerOrText() {
    assertThat(schemas)
        .hasSizeGreaterThan(1000)
        .allSatisfy(
            schema ->
                assertThat(
                        schema.getValue().has("type")
                            ^ schema.getValue().path("x-kubernetes-int-or-string").booleanValue())
                    .as(schema.getKey())
                    .isTrue());
  }

  @Test
  void nothingIsSaidAboutTheMetadataOfTheObjectItself() {
    assertThat(PackagedCrd.schema().at("/properties/metadata"))
        .isEqualTo(JsonNodeFactory.instance.objectNode().put("type", "object"));
  }

  @Test
  void noReferenceIsLeft() {
    assertThat(schemas)
        .allSatisfy(
            schema ->
                assertThat(schema.getValue().properties())
                    .as(schema.getKey())
                    .extracting(Map.Entry::getKey)
                    .doesNotContain("$ref", "allOf", "oneOf", "not"));
  }

  @Test
  void alternativesAreOnlyThoseOfAnIntegerOrText() {
    assertThat(having("anyOf"))
        .isNotEmpty()
        .allSatisfy(
            schema ->
                assertThat(schema.getValue().path("x-kubernetes-int-or-string").booleanValue())
                    .as(schema.getKey())
                    .isTrue());
  }

  @Test
  void namedAndFreePropertiesAreNotMixed() {
    assertThat(having("properties"))
        .isNotEmpty()
        .allSatisfy(
            schema ->
                assertThat(schema.getValue().has("additionalProperties"))
                    .as(schema.getKey())
                    .isFalse());
  }

  @Test
  void everyKeyOfAListIsAScalarThatIsAlwaysThere() {
    assertThat(having("x-kubernetes-list-map-keys"))
        .isNotEmpty()
        .allSatisfy(
            list -> {
              JsonNode item = list.getValue().get("items");
              List<String> required = texts(item.path("required"));
              for (String key : texts(list.getValue().get("x-kubernetes-list-map-keys"))) {
                JsonNode property = item.path("properties").path(key);
                assertThat(property.path("type").textValue())
                    .as(list.getKey() + " key " + key)
                    .isIn(Set.of("string", "integer", "boolean"));
                assertThat(required.contains(key) || property.has("default"))
                    .as(list.getKey() + " key " + key + " is required or has a default")
                    .isTrue();
              }
            });
  }

  @Test
  void everyRequiredPropertyExists() {
    assertThat(having("required"))
        .isNotEmpty()
        .allSatisfy(
            schema ->
                assertThat(texts(schema.getValue().get("required")))
                    .as(schema.getKey())
                    .isNotEmpty()
                    .allMatch(name -> schema.getValue().path("properties").has(name)));
  }

  @Test
  void everyDefaultIsOfTheTypeOfItsProperty() {
    assertThat(having("default"))
        .isNotEmpty()
        .allSatisfy(
            schema ->
                assertThat(typeOf(schema.getValue().get("default")))
                    .as(schema.getKey())
                    .isEqualTo(schema.getValue().get("type").textValue()));
  }

  private List<Map.Entry<String, JsonNode>> having(String keyword) {
    return schemas.stream().filter(schema -> schema.getValue().has(keyword)).toList();
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> value.getNodeType().name();
    };
  }

  private static List<String> texts(JsonNode array) {
    Stream<JsonNode> nodes = StreamSupport.stream(array.spliterator(), false);
    return nodes.map(JsonNode::textValue).toList();
  }
}
