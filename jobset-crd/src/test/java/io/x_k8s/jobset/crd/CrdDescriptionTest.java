package io.x_k8s.jobset.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code kubectl explain jobset} has something to say about every field, within limits. */
class CrdDescriptionTest {
  @Test
  void everyPropertyIsDescribed() {
    Set<String> silent = new TreeSet<>();
    collectSilent("", PackagedCrd.schema(), silent);
    assertThat(silent).as("only what the API server describes itself").containsExactly(".metadata");
  }

  private static void collectSilent(String path, JsonNode schema, Set<String> silent) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String name = path + "." + property.getKey();
              if (property.getValue().path("description").asText().isBlank()) {
                silent.add(name);
              }
              collectSilent(name, property.getValue(), silent);
            });
    if (schema.has("items")) {
      collectSilent(path + "[]", schema.get("items"), silent);
    }
  }

  @Test
  void aDescriptionIsTheJavadocAsPlainText() {
    JsonNode spec = PackagedCrd.schema().at("/properties/spec/properties");
    assertThat(spec.at("/managedBy/description").textValue())
        .isEqualTo(
            "The controller that works on this JobSet. Absent or"
                + " jobset.sigs.k8s.io/jobset-controller means the built-in one; any other value,"
                + " a domain-prefixed path of at most 63 characters, makes the built-in controller"
                + " leave the JobSet alone. Cannot be set, removed or changed after creation.");
    assertThat(PackagedCrd.schema().path("description").textValue())
        .isEqualTo(
            "A set of Jobs that run as one: created, restarted, suspended and ended together.");
  }

  /** Far below the 1.5 MiB that etcd stores by default: the server adds field ownership. */
  @Test
  void theCrdIsSmallerThanAMegabyte() {
    assertThat(PackagedCrd.text().getBytes(StandardCharsets.UTF_8).length).isLessThan(1_000_000);
  }
}
