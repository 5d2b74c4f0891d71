package io.x_k8s.jobset.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The programs of a local cluster's control plane, and of simulated nodes: see {@link BinaryCache}
 * for where they are kept.
 */
public final class ClusterBinaries {

  /** All in one program, which asks for the name that it is called by. */
  private static final List<String> CONTROL_PLANE =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

  private final Path folder;
  private final String kubernetesVersion;

  private ClusterBinaries(Path folder, String kubernetesVersion) {
    this.folder = folder;
    this.kubernetesVersion = kubernetesVersion;
  }

  /**
   * Finds the programs in the cache, or compiles them: about ten minutes on two processors, most of
   * it for Kubernetes' libraries, which Go keeps for the next time. Any number of threads and
   * processes may call this at once; one of them builds.
   *
   * @param progress told in a line what takes long
   * @throws LocalClusterException if there is no usable Go, or if the programs do not compile
   */
  public static ClusterBinaries prepare(Consumer<String> progress) {
    var sources = GoSources.controlPlane();
    var version = sources.kubernetesVersion();
    var cache = new BinaryCache(BinaryCache.location(System.getenv()), progress);
    var folder =
        cache.programs(
            "Kubernetes " + version,
            "kubernetes-" + version,
            sources,
            10,
            (go, target) -> {
              go.build("", target.resolve("local-cluster"), kubernetesLinkerFlags(version));
              for (String component : CONTROL_PLANE) {
                Files.createSymbolicLink(target.resolve(component), Path.of("local-cluster"));
              }
              go.build("kwok", target.resolve("kwok"), GoToolchain.SMALL);
            });
    return new ClusterBinaries(folder, version);
  }

  /** The version that the programs report; in a module's build nothing else sets it. */
  static String kubernetesLinkerFlags(String version) {
    var parts = version.split("\\.");
    var variable = "-X k8s.io/component-base/version.";
    return "%s %sgitVersion=v%s %sgitMajor=%s %sgitMinor=%s"
        .formatted(GoToolchain.SMALL, variable, version, variable, parts[0], variable, parts[1]);
  }

  /** The version of Kubernetes, such as {@code 1.36.3}. */
  public String kubernetesVersion() {
    return kubernetesVersion;
  }

  /** The folder that holds the programs, each by its usual name. */
  public Path folder() {
    return folder;
  }

  Path program(String name) {
    return folder.resolve(name);
  }
}
