package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The CRD as fabric8's generator makes it from a model class. */
final class Fabric8Crd {
  private Fabric8Crd() {}

  static ObjectNode of(Class<? extends HasMetadata> type) throws IOException {
    try (var output = new InMemoryOutput()) {
      new CRDGenerator().customResourceClasses(type).withOutput(output).generate();
      return CrdYaml.read(output.yaml.toByteArray());
    }
  }

  private static final class InMemoryOutput
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream yaml = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return yaml;
    }

    @Override
    public void close() {
      // Nothing is held but memory.
    }
  }
}
