package io.x_k8s.jobset.e2e.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.x_k8s.jobset.e2e.image.ImageLayout;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * This machine as the node of a cluster: kubelet, containerd and CoreDNS in namespaces of their
 * own. Nothing there is on the machine's network, so the addresses can be what they like.
 */
final class RealNode {

  static final String NAME = "node-0";

  /** The first of the Services' addresses is always that of the API server. */
  static final String SERVER_ADDRESS = "10.0.0.1";

  static final URI SERVER = URI.create("https://" + SERVER_ADDRESS);

  private static final String DNS_ADDRESS = "10.0.0.10";
  private static final String ADDRESS = "10.1.0.1";
  private static final String REGISTRY = "127.0.0.1:5000";

  private static final List<String> CONFIGURATIONS =
      List.of(
          "bridge.conflist",
          "containerd.toml",
          "Corefile",
          "egress.yaml",
          "kubelet.yaml",
          "registry.toml");

  private final Path folder;
  private final ClusterAccess access;
  private final NodeBinaries binaries;

  /**
   * @param cluster the cluster's folder
   */
  RealNode(Path cluster, ClusterAccess access, NodeBinaries binaries) {
    this.folder = cluster.resolve("node");
    this.access = access;
    this.binaries = binaries;
  }

  private Path cluster() {
    return folder.getParent();
  }

  private Path settings() {
    return folder.resolve("node.json");
  }

  /** The configuration that has the API server go through the node to reach kubelet and Pods. */
  static Path egressConfiguration(Path cluster) {
    return cluster.resolve("node").resolve("egress.yaml");
  }

  Path program() {
    return binaries.program("node");
  }

  List<String> arguments() {
    return List.of(settings().toString());
  }

  /** Writes all that the node's programs read, but the kubeconfigs, and makes its images. */
  ImageLayout prepare(URI server) throws IOException {
    Files.createDirectories(folder.resolve("cni"));
    Files.createDirectories(folder.resolve("registries").resolve("_default"));
    Files.createDirectories(cluster().resolve("logs"));
    for (String name : CONFIGURATIONS) {
      Files.writeString(folder.resolve(name), configuration(name));
    }
    Files.createFile(folder.resolve("resolv.conf"));
    Files.move(folder.resolve("bridge.conflist"), folder.resolve("cni/bridge.conflist"));
    Files.move(folder.resolve("registry.toml"), folder.resolve("registries/_default/hosts.toml"));
    Files.write(settings(), new ObjectMapper().writeValueAsBytes(settings(server)));

    var images = ImageLayout.create(folder.resolve("images"));
    new StockImages(binaries.machine(), binaries.program("pause")).addTo(images);
    return images;
  }

  private String configuration(String name) throws IOException {
    try (InputStream template = RealNode.class.getResourceAsStream("node/" + name)) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{folder}", folder.toString())
          .replace("{cgroup}", cgroup())
          .replace("{kubeconfig}", access.kubeconfig(ClusterAccess.COREDNS).toString())
          .replace("{cni}", binaries.machine().cniPlugins().toString())
          .replace("{runc}", binaries.machine().runc().toString())
          .replace("{shim}", binaries.program("containerd-shim-runc-v2").toString())
          .replace("{pause}", StockImages.PAUSE)
          .replace("{dns}", DNS_ADDRESS)
          .replace("{registry}", REGISTRY);
    }
  }

  private String cgroup() {
    return cluster().getFileName().toString();
  }

  private Map<String, Object> settings(URI server) {
    return Map.ofEntries(
        Map.entry("folder", cluster().toString()),
        Map.entry("programs", binaries.folder().toString()),
        Map.entry("cgroup", cgroup()),
        Map.entry("hostname", NAME),
        Map.entry("addresses", List.of(SERVER_ADDRESS, DNS_ADDRESS, ADDRESS)),
        Map.entry("server", server.getAuthority()),
        Map.entry("serverAddress", SERVER_ADDRESS + ":443"),
        Map.entry("serverSocket", folder.resolve("server.sock").toString()),
        Map.entry("egressSocket", folder.resolve("egress.sock").toString()),
        Map.entry("registryAddress", REGISTRY),
        Map.entry("images", folder.resolve("images").toString()),
        Map.entry("commands", List.of(containerd(), coreDns(), kubelet())));
  }

  private Map<String, Object> containerd() {
    return command(
        List.of("unix", folder.resolve("containerd.sock").toString()),
        "containerd",
        "--config=" + folder.resolve("containerd.toml"));
  }

  private Map<String, Object> coreDns() {
    return command(
        List.of("tcp", DNS_ADDRESS + ":53"),
        "coredns",
        "-conf",
        folder.resolve("Corefile").toString());
  }

  private Map<String, Object> kubelet() {
    return command(
        List.of(),
        "kubelet",
        "--kubeconfig=" + access.kubeconfig(ClusterAccess.KUBELET),
        "--config=" + folder.resolve("kubelet.yaml"),
        "--root-dir=" + folder.resolve("kubelet"),
        "--cert-dir=" + folder.resolve("kubelet").resolve("pki"),
        "--hostname-override=" + NAME,
        "--node-ip=" + ADDRESS);
  }

  private Map<String, Object> command(List<String> listens, String program, String... arguments) {
    var line = new ArrayList<String>();
    line.add(binaries.program(program).toString());
    line.addAll(List.of(arguments));
    return Map.of(
        "arguments",
        line,
        "log",
        cluster().resolve("logs").resolve(program + ".log").toString(),
        "listens",
        listens);
  }
}
