package io.x_k8s.jobset.crd.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.x_k8s.jobset.crd.PackagedCrd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdGenerationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void generatingAgainGivesTheSameText() throws Exception {
    assertThat(CrdYaml.write(CrdGeneration.generate(Path.of("src/main/java"))))
        .isEqualTo(PackagedCrd.text());
  }

  @Test
  void aModelWithoutJavadocIsRefused(@TempDir Path sources) throws Exception {
    Path model = Files.createDirectories(sources.resolve("io/x_k8s/jobset/v1alpha2"));
    Files.writeString(model.resolve("JobSet.java"), "class JobSet {}");
    assertThatThrownBy(() -> CrdGeneration.generate(sources))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("JobSet has no Javadoc, which is the description in the CRD.");
  }

  @Test
  void aCorrectionChangesAddsAndRemoves() throws Exception {
    ObjectNode schema = object("{'type': 'string', 'a': {'b': 1, 'c': 2}}");
    MergePatch.apply(schema, object("{'type': 'integer', 'new': true, 'a': {'b': null}}"));
    assertThat(schema).isEqualTo(object("{'type': 'integer', 'a': {'c': 2}, 'new': true}"));
  }

  @Test
  void aCorrectionThatIsOutOfDateIsRefused() throws Exception {
    ObjectNode schema = object("{'type': 'string'}");
    ObjectNode correction = object("{'default': null}");
    assertThatThrownBy(() -> MergePatch.apply(schema, correction))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Nothing to remove at default");
  }

  private static ObjectNode object(String json) throws Exception {
    return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
  }
}
