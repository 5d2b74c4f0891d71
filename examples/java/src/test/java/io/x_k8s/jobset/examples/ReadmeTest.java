package io.x_k8s.jobset.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled and read here. */
class ReadmeTest {

  private static final Path ROOT = Path.of("../..");
  private static final Path FIRST_JOB_SET =
      Path.of("src/main/java/io/x_k8s/jobset/examples/FirstJobSet.java");

  @Test
  void showsTheJavaThatIsCompiled() throws IOException {
    var source = Files.readString(FIRST_JOB_SET);
    var compiled =
        source.substring(
            source.indexOf("// README: begin") + "// README: begin".length(),
            source.indexOf("// README: end"));

    // The README breaks fewer lines than the formatter.
    assertThat(readmeBlock("java")).isEqualToIgnoringWhitespace(compiled);
  }

  @Test
  void showsTheYamlThatIsAnExample() throws IOException {
    assertThat(readmeBlock("yaml"))
        .isEqualTo(Files.readString(ROOT.resolve("examples/yaml/first-jobset.yaml")));
  }

  @Test
  void showsYamlThatTheModelKnowsAllFieldsOf() throws IOException {
    var serialization = new KubernetesSerialization();
    var yaml = readmeBlock("yaml");

    var jobSet = serialization.unmarshal(yaml, JobSet.class);

    assertThat(jobSet.getSpec().getReplicatedJobs())
        .extracting("name", "replicas")
        .containsExactly(tuple("leader", 1), tuple("workers", 4));
    assertThat(serialization.unmarshal(serialization.asYaml(jobSet), Map.class))
        .isEqualTo(serialization.unmarshal(yaml, Map.class));
    assertThat(jobSet.toString()).doesNotContainPattern("additionalProperties=\\{[^}]");
  }

  private static String readmeBlock(String language) throws IOException {
    var block =
        Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("README.md")));
    assertThat(block.find()).as("README.md has a block of " + language).isTrue();
    return block.group(1);
  }
}
