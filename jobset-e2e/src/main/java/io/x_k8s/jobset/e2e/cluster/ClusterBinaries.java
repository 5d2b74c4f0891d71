package io.x_k8s.jobset.e2e.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The programs of a local cluster: compiled once from Go modules, then kept in a cache.
 *
 * <p>The cache is {@code $JOBSET_CLUSTER_CACHE}, else {@code jobset-java/cluster} in {@code
 * $XDG_CACHE_HOME} or {@code ~/.cache}. Each set of sources, operating system and processor has a
 * folder of its own there, so a cache can be shared, and removed at any time.
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
    return prepare(cache(System.getenv()), GoSources.packaged(), progress);
  }

  // Synchronized, because a file lock holds between processes only.
  static synchronized ClusterBinaries prepare(
      Path cache, GoSources sources, Consumer<String> progress) {
    var version = sources.requiredVersion("k8s.io/kubernetes");
    var key =
        "kubernetes-%s-%s-%s".formatted(version, platform(), sources.digest().substring(0, 12));
    var folder = cache.resolve(key);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(cache);
        try (var channel =
            FileChannel.open(
                cache.resolve(key + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
          if (channel.tryLock() == null) {
            progress.accept("Waiting for another process, which builds Kubernetes " + version);
            channel.lock();
          }
          if (!Files.isDirectory(folder)) {
            build(sources, version, folder, progress);
          }
        }
      }
      return new ClusterBinaries(folder, version);
    } catch (IOException e) {
      throw new LocalClusterException(
          "The cluster's programs cannot be kept in %s: %s".formatted(cache, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalClusterException("Interrupted while building the cluster's programs", e);
    }
  }

  private static void build(
      GoSources sources, String version, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    var building = folder.resolveSibling(folder.getFileName() + ".building");
    var log = folder.resolveSibling(folder.getFileName() + ".log");
    Files.deleteIfExists(log);
    FileTree.delete(building); // of a build that was killed
    var source = building.resolve("source");
    sources.writeTo(source);
    var go = GoToolchain.find(source, sources.goVersion(), log);

    progress.accept(
        "Building Kubernetes %s from Go modules, once; about 10 minutes (log: %s)"
            .formatted(version, log));
    var started = System.nanoTime();
    go.build("", building.resolve("local-cluster"), kubernetesLinkerFlags(version));
    for (String component : CONTROL_PLANE) {
      Files.createSymbolicLink(building.resolve(component), Path.of("local-cluster"));
    }
    go.build("kwok", building.resolve("kwok"), "-s -w");

    FileTree.delete(source);
    Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
    progress.accept(
        "Built Kubernetes %s in %d s"
            .formatted(version, (System.nanoTime() - started) / 1_000_000_000));
  }

  /** The version that the programs report; in a module's build nothing else sets it. */
  private static String kubernetesLinkerFlags(String version) {
    var parts = version.split("\\.");
    var variable = "-X k8s.io/component-base/version.";
    return "-s -w %sgitVersion=v%s %sgitMajor=%s %sgitMinor=%s"
        .formatted(variable, version, variable, parts[0], variable, parts[1]);
  }

  private static String platform() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      throw new LocalClusterException(
          "The local cluster runs on Linux and macOS; on Windows, run this in WSL.");
    }
    return system.replaceAll("[^a-z0-9]", "") + "-" + System.getProperty("os.arch");
  }

  static Path cache(Map<String, String> environment) {
    var own = environment.getOrDefault("JOBSET_CLUSTER_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    var shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    var base =
        shared.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
    return base.resolve("jobset-java").resolve("cluster").toAbsolutePath();
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
