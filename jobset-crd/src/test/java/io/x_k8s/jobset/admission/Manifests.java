package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A manifest of the examples, with what its header says. */
record Manifests(Path file, String text) {
  private static final Path EXAMPLES = Path.of("src/test/resources/examples");
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** Of all folders. */
  static List<Manifests> all() {
    return in("");
  }

  /** Of one folder and those below: {@code invalid}, {@code updates}. */
  static List<Manifests> in(String folder) {
    try (Stream<Path> files = Files.walk(EXAMPLES.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(Manifests::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the top folder only: what is accepted. */
  static List<Manifests> valid() {
    return all().stream().filter(manifest -> manifest.file().getNameCount() == 1).toList();
  }

  static Manifests named(String start) {
    return all().stream()
        .filter(manifest -> manifest.file().toString().startsWith(start))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no example begins with " + start));
  }

  private static Manifests read(Path file) {
    try {
      return new Manifests(EXAMPLES.relativize(file), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its only JobSet. */
  JobSet jobSet() {
    return jobSets().get(0);
  }

  /** Its documents; of an update: the old JobSet and the new. */
  List<JobSet> jobSets() {
    return Stream.of(text.split("(?m)^---$"))
        .map(document -> SERIALIZATION.unmarshal(document, JobSet.class))
        .toList();
  }

  /** A line of the header, such as {@code expect}. */
  Optional<String> header(String key) {
    String start = "# " + key + ": ";
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst();
  }

  AdmissionGates gates() {
    List<String> on = List.of(header("gates").orElse("").split("[ ,]+"));
    return new AdmissionGates(
        on.contains("InPlaceRestart"), on.contains("RestartJob"), on.contains("ElasticJobSet"));
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
