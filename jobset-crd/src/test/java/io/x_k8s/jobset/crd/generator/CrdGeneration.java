package io.x_k8s.jobset.crd.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the CRD of {@link JobSet}, and what its schema checks in a form that needs no YAML to be
 * read. The build runs it before the jar is packaged.
 */
public final class CrdGeneration {
  private CrdGeneration() {}

  /**
   * Generates both files.
   *
   * @param arguments the root of the model's sources, whose Javadoc becomes the descriptions, and
   *     the files to write: CRD, constraints
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException(
          "usage: CrdGeneration <source root> <CRD file> <constraints file>");
    }
    ObjectNode crd = generate(Path.of(arguments[0]));
    write(Path.of(arguments[1]), CrdYaml.write(crd));
    write(Path.of(arguments[2]), SchemaConstraints.of(schema(crd)));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Generates the CRD from the compiled model and its sources. */
  static ObjectNode generate(Path sourceRoot) throws IOException {
    ObjectNode crd = Fabric8Crd.of(JobSet.class);
    ((ObjectNode) crd.get("spec").get("names")).put("listKind", JobSetList.KIND);

    ObjectNode version = version(crd);
    version.set("additionalPrinterColumns", PrinterColumns.of(JobSet.class));
    version.putObject("subresources").putObject("status");

    ModelJavadoc javadoc = ModelJavadoc.of(sourceRoot, JobSet.class.getPackageName());
    new ModelSchema(javadoc, KubernetesSchemas.load()).complete(schema(crd), JobSet.class);
    return crd;
  }

  private static ObjectNode schema(ObjectNode crd) {
    return (ObjectNode) version(crd).get("schema").get("openAPIV3Schema");
  }

  private static ObjectNode version(ObjectNode crd) {
    return (ObjectNode) crd.get("spec").get("versions").get(0);
  }
}
