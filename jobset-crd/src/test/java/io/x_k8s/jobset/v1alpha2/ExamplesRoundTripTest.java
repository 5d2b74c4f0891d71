package io.x_k8s.jobset.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A manifest that is read into the model and written again has not changed. */
class ExamplesRoundTripTest {
  private static final Path EXAMPLES = Path.of("src/test/resources/examples");
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /**
   * Kubernetes' own types, here a Pod spec, come with fabric8, which leaves out empty maps and
   * lists. The API takes them for absent ones, which is what this manifest is about.
   */
  private static final Path WITH_EMPTY_POD_FIELDS = Path.of("updates/42-empty-map-is-absent.yaml");

  static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(EXAMPLES::relativize)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aManifestSurvivesTheModel(Path manifest) throws IOException {
    for (String document : documents(manifest)) {
      JobSet jobSet = SERIALIZATION.unmarshal(document, JobSet.class);
      JsonNode expected = SERIALIZATION.unmarshal(document, JsonNode.class);
      if (WITH_EMPTY_POD_FIELDS.equals(manifest)) {
        removeEmpty(expected.at("/spec/replicatedJobs/0/template/spec/template/spec"));
      }
      assertThat(tree(jobSet)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aManifestSurvivesTheBuilders(Path manifest) throws IOException {
    for (String document : documents(manifest)) {
      JobSet jobSet = SERIALIZATION.unmarshal(document, JobSet.class);
      assertThat(jobSet.edit().build()).isEqualTo(jobSet).hasSameHashCodeAs(jobSet);
      assertThat(tree(jobSet.edit().build())).isEqualTo(tree(jobSet));
    }
  }

  private static JsonNode tree(JobSet jobSet) {
    return SERIALIZATION.unmarshal(SERIALIZATION.asYaml(jobSet), JsonNode.class);
  }

  private static void removeEmpty(JsonNode object) {
    ((ObjectNode) object).removeIf(field -> field.isContainerNode() && field.isEmpty());
  }

  private static List<String> documents(Path manifest) throws IOException {
    return List.of(Files.readString(EXAMPLES.resolve(manifest)).split("(?m)^---$"));
  }
}
