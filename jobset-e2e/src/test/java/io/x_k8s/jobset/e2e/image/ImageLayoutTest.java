package io.x_k8s.jobset.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLayoutTest {

  private static final Layer LAYER = new Layer().text("etc/motd", "hello");

  @TempDir Path folder;
  private ImageLayout layout;

  @BeforeEach
  void create() throws IOException {
    layout = ImageLayout.create(folder);
  }

  @Test
  void namesLeadOverManifestAndConfigurationToTheLayers() throws IOException {
    layout.add(
        "example.com/greeter:1",
        new Image(List.of(LAYER), Map.of("GREETING", "hi"), List.of("cat", "/etc/motd")));

    var manifest = blob(digest("example.com/greeter:1"));
    var config = blob(manifest.at("/config/digest").asText());
    assertThat(config.at("/config/Cmd")).hasToString("[\"cat\",\"/etc/motd\"]");
    assertThat(config.at("/config/Env/1").asText()).isEqualTo("GREETING=hi");
    assertThat(config.at("/rootfs/diff_ids/0")).isEqualTo(manifest.at("/layers/0/digest"));
    var layer = file(manifest.at("/layers/0/digest").asText());
    assertThat(Files.size(layer)).isEqualTo(manifest.at("/layers/0/size").asLong());
    assertThat(Files.readString(layer)).contains("etc/motd", "hello");
  }

  @Test
  void equalContentMakesEqualImages() throws IOException {
    layout.add("example.com/one:1", Image.of(LAYER, "true"));
    layout.add("example.com/other:1", Image.of(LAYER, "true"));

    assertThat(digest("example.com/one:1")).isEqualTo(digest("example.com/other:1"));
  }

  @Test
  void nameMovesToTheNewestImage() throws IOException {
    layout.add("example.com/one:1", Image.of(LAYER, "true"));
    var before = digest("example.com/one:1");

    layout.add("example.com/one:1", Image.of(LAYER, "false"));

    assertThat(digest("example.com/one:1")).isNotEqualTo(before);
    assertThat(json(folder.resolve("index.json")).path("manifests")).hasSize(1);
  }

  private String digest(String image) throws IOException {
    for (JsonNode each : json(folder.resolve("index.json")).path("manifests")) {
      if (each.at("/annotations/org.opencontainers.image.ref.name").asText().equals(image)) {
        return each.path("digest").asText();
      }
    }
    throw new AssertionError("no image " + image);
  }

  private JsonNode blob(String digest) throws IOException {
    return json(file(digest));
  }

  private Path file(String digest) {
    return folder.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
