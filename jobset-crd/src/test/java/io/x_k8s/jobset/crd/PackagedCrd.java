package io.x_k8s.jobset.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The CRD that the jar will contain, and what it is compared with. */
public final class PackagedCrd {
  private PackagedCrd() {}

  /** The text of the CRD. */
  public static String text() {
    return resource("/META-INF/fabric8/jobsets.jobset.x-k8s.io-v1.yml");
  }

  static JsonNode tree() {
    try {
      return new YAMLMapper().readTree(text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of a JobSet. */
  static JsonNode schema() {
    return tree().at("/spec/versions/0/schema/openAPIV3Schema");
  }

  static JsonNode json(String resource) {
    try {
      return new ObjectMapper().readTree(resource(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (var stream = PackagedCrd.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing; the build makes it before the tests");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
