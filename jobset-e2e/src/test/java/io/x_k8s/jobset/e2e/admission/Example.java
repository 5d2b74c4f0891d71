package io.x_k8s.jobset.e2e.admission;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest of the examples of {@code jobset-crd}, as it is written, and what its header says of
 * it.
 */
record Example(Path file, String text) {
  private static final Path FOLDER =
      Path.of("..", "jobset-crd", "src", "test", "resources", "examples");

  /** Those of a folder, without those below it; the folder is empty for the valid ones. */
  static List<Example> in(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(Example::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only one whose file name begins like this. */
  static Example named(String folder, String start) {
    return in(folder).stream()
        .filter(example -> example.file().getFileName().toString().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  private static Example read(Path file) {
    try {
      return new Example(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its documents. */
  List<GenericKubernetesResource> documents() {
    return Stream.of(text.split("(?m)^---$"))
        .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
        .toList();
  }

  /** What the header says under a key. */
  Optional<String> header(String key) {
    String start = "# " + key + ": ";
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  String expected() {
    return header("expect").orElseThrow();
  }

  /** The webhooks that it is written for. */
  Admission admission() {
    boolean needsGates =
        header("gates").stream()
            .flatMap(gates -> Arrays.stream(gates.split(", *")))
            .anyMatch(gate -> !gate.startsWith("-"));
    return needsGates ? Admission.ALL_GATES : Admission.DEFAULT_GATES;
  }

  @Override
  public String toString() {
    return FOLDER.relativize(file).toString();
  }
}
