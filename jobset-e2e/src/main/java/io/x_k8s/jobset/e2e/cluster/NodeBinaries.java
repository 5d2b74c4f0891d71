package io.x_k8s.jobset.e2e.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The programs of a real node: see {@link BinaryCache} for where they are kept.
 *
 * @param folder holds them, each by its usual name
 * @param machine what is not built
 */
record NodeBinaries(Path folder, NodeRequirements machine) {

  /** The folders of the packages beside the kubelet's, and so the programs' names. */
  private static final List<String> PROGRAMS =
      List.of("containerd", "containerd-shim-runc-v2", "pause");

  /**
   * Finds the programs in the cache, or compiles them: about five minutes on two processors if the
   * control plane has been compiled before.
   *
   * @param machine what is not built
   * @param progress told in a line what takes long
   * @throws LocalClusterException if there is no usable Go, or if the programs do not compile
   */
  static NodeBinaries prepare(NodeRequirements machine, Consumer<String> progress) {
    var sources = GoSources.node();
    var version = sources.kubernetesVersion();
    var cache = new BinaryCache(BinaryCache.location(System.getenv()), progress);
    return new NodeBinaries(
        cache.programs(
            "kubelet, containerd and CoreDNS",
            "node-" + version,
            sources,
            5,
            (go, target) -> {
              go.build(
                  "kubelet",
                  target.resolve("kubelet"),
                  ClusterBinaries.kubernetesLinkerFlags(version));
              go.build("coredns", target.resolve("coredns"), GoToolchain.SMALL);
              go.build("node", target.resolve("node"), GoToolchain.SMALL);
              for (String program : PROGRAMS) {
                go.build("node/" + program, target.resolve(program), GoToolchain.SMALL);
              }
            }),
        machine);
  }

  Path program(String name) {
    return folder.resolve(name);
  }
}
