package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;

/** Reads and writes a CRD as YAML. Equal trees give equal texts. */
final class CrdYaml {
  private static final String HEADER =
      "# Generated from the classes of io.x_k8s.jobset.v1alpha2 and their Javadoc. Do not edit.\n";
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .build();

  private CrdYaml() {}

  static ObjectNode read(byte[] yaml) throws IOException {
    return (ObjectNode) MAPPER.readTree(yaml);
  }

  static String write(JsonNode crd) throws IOException {
    return HEADER + MAPPER.writeValueAsString(crd);
  }
}
