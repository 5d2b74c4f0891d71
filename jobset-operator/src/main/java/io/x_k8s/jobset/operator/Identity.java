package io.x_k8s.jobset.operator;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Who this process is to the cluster.
 *
 * @param hostname name of the host; in a cluster the Pod's name
 * @param namespace namespace that the process runs in
 */
record Identity(String hostname, String namespace) {
  private static final Path NAMESPACE_FILE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
  private static final String DEFAULT_NAMESPACE = "jobset-system";

  static Identity ofThisProcess() throws IOException {
    return new Identity(InetAddress.getLocalHost().getHostName(), namespaceIn(NAMESPACE_FILE));
  }

  /** What the file says; the default if it is not there, not readable or empty. */
  static String namespaceIn(Path file) throws IOException {
    String written = Files.isReadable(file) ? Files.readString(file).strip() : "";
    return written.isEmpty() ? DEFAULT_NAMESPACE : written;
  }

  /** A name that no other process has, not even a later one of the same host. */
  String unique() {
    return hostname + "_" + UUID.randomUUID();
  }
}
