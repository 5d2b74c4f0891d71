package io.x_k8s.jobset.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The CRD in the jar is the API that JobSet's users know, path by path. */
class CrdShapeTest {
  private static final JsonNode SHAPE = PackagedCrd.json("/crd-shape.json");

  @Test
  @Tag("api:A1")
  void theCrdHasNoUnexplainedDifference() {
    Map<String, String> differences = CrdDifferences.between(SHAPE, PackagedCrd.tree());
    assertThat(differences.keySet())
        .as(
            "crd-accepted-differences.json lists each path that differs, and only those: %s",
            differences)
        .containsExactlyInAnyOrderElementsOf(acceptedDifferences().keySet());
  }

  @Test
  void everyAcceptedDifferenceHasAReason() {
    assertThat(acceptedDifferences()).allSatisfy((path, reason) -> assertThat(reason).isNotBlank());
  }

  @Test
  @Tag("api:A3")
  void theTableShowsTheColumnsInTheirOrder() {
    JsonNode columns = PackagedCrd.tree().at("/spec/versions/0/additionalPrinterColumns");
    assertThat(columns)
        .extracting(column -> column.get("name").textValue())
        .containsExactly("TerminalState", "Restarts", "Completed", "Suspended", "Age");
  }

  @Test
  void theCrdAsksForNoConversion() {
    assertThat(PackagedCrd.tree().get("spec").has("conversion")).isFalse();
    assertThat(PackagedCrd.tree().get("metadata").has("annotations")).isFalse();
  }

  @Test
  void theComparisonFindsAnExtraAMissingAndAChangedPath() {
    ObjectNode other = SHAPE.deepCopy();
    ObjectNode spec = (ObjectNode) other.get("spec");
    spec.put("preserveUnknownFields", false);
    spec.remove("scope");
    ((ObjectNode) spec.get("names")).put("kind", "JobSets");

    assertThat(CrdDifferences.between(SHAPE, other))
        .containsExactly(
            Map.entry("/spec/names/kind", "expected \"JobSet\", but is \"JobSets\""),
            Map.entry("/spec/preserveUnknownFields", "expected absent, but is false"),
            Map.entry("/spec/scope", "expected \"Namespaced\", but is absent"));
  }

  private static Map<String, String> acceptedDifferences() {
    Map<String, String> accepted = new LinkedHashMap<>();
    StreamSupport.stream(PackagedCrd.json("/crd-accepted-differences.json").spliterator(), false)
        .forEach(
            difference ->
                accepted.put(difference.path("path").asText(), difference.path("reason").asText()));
    return accepted;
  }
}
