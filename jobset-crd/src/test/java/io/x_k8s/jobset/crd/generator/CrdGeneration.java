package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the CRD of {@link JobSet}. The build runs it before the jar is packaged. */
public final class CrdGeneration {
  private CrdGeneration() {}

  /**
   * Generates the CRD.
   *
   * @param arguments the root of the model's sources, whose Javadoc becomes the descriptions, and
   *     the file to write
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: CrdGeneration <source root> <CRD file>");
    }
    Path file = Path.of(arguments[1]);
    Files.createDirectories(file.getParent());
    Files.writeString(file, CrdYaml.write(generate(Path.of(arguments[0]))));
  }

  /** Generates the CRD from the compiled model and its sources. */
  static ObjectNode generate(Path sourceRoot) throws IOException {
    ObjectNode crd = Fabric8Crd.of(JobSet.class);
    ((ObjectNode) crd.get("spec").get("names")).put("listKind", JobSetList.KIND);

    ObjectNode version = (ObjectNode) crd.get("spec").get("versions").get(0);
    version.set("additionalPrinterColumns", PrinterColumns.of(JobSet.class));
    version.putObject("subresources").putObject("status");

    ObjectNode schema = (ObjectNode) version.get("schema").get("openAPIV3Schema");
    ModelJavadoc javadoc = ModelJavadoc.of(sourceRoot, JobSet.class.getPackageName());
    new ModelSchema(javadoc, KubernetesSchemas.load()).complete(schema, JobSet.class);
    return crd;
  }
}
