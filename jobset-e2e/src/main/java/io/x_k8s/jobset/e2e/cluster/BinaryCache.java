package io.x_k8s.jobset.e2e.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Programs that are compiled once from Go modules, and kept.
 *
 * <p>The cache is {@code $JOBSET_CLUSTER_CACHE}, else {@code jobset-java/cluster} in {@code
 * $XDG_CACHE_HOME} or {@code ~/.cache}. Each set of sources, operating system and processor has a
 * folder of its own there, so a cache can be shared, and removed at any time.
 */
final class BinaryCache {

  private final Path folder;
  private final Consumer<String> progress;

  /** Compiles programs of the sources into a folder. */
  @FunctionalInterface
  interface Build {
    void run(GoToolchain go, Path folder) throws IOException, InterruptedException;
  }

  /**
   * @param progress told in a line what takes long
   */
  BinaryCache(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * The folder of the programs that are made from some sources. Any number of threads and processes
   * may ask for it at once; one of them builds.
   *
   * @param what names them, for people
   * @param key names them, for files
   * @param minutes about how long it takes on two processors
   * @throws LocalClusterException if there is no usable Go, or if the programs do not compile
   */
  Path programs(String what, String key, GoSources sources, int minutes, Build build) {
    var name = "%s-%s-%s".formatted(key, platform(), sources.digest().substring(0, 12));
    var programs = folder.resolve(name);
    // A file lock holds between processes only.
    synchronized (BinaryCache.class) {
      try {
        if (!Files.isDirectory(programs)) {
          Files.createDirectories(folder);
          try (var channel =
              FileChannel.open(
                  folder.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
              progress.accept("Waiting for another process, which builds " + what);
              channel.lock();
            }
            if (!Files.isDirectory(programs)) {
              build(what, sources, minutes, build, programs);
            }
          }
        }
        return programs;
      } catch (IOException e) {
        throw new LocalClusterException(
            "The cluster's programs cannot be kept in %s: %s".formatted(folder, e), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LocalClusterException("Interrupted while building the cluster's programs", e);
      }
    }
  }

  private void build(String what, GoSources sources, int minutes, Build build, Path programs)
      throws IOException, InterruptedException {
    var building = programs.resolveSibling(programs.getFileName() + ".building");
    var log = programs.resolveSibling(programs.getFileName() + ".log");
    Files.deleteIfExists(log);
    FileTree.delete(building); // of a build that was killed
    var source = building.resolve("source");
    sources.writeTo(source);
    var go = GoToolchain.find(source, sources.goVersion(), log);

    progress.accept(
        "Building %s from Go modules, once; about %d minutes (log: %s)"
            .formatted(what, minutes, log));
    var started = System.nanoTime();
    build.run(go, building);

    FileTree.delete(source);
    Files.move(building, programs, StandardCopyOption.ATOMIC_MOVE);
    progress.accept(
        "Built %s in %d s".formatted(what, (System.nanoTime() - started) / 1_000_000_000));
  }

  private static String platform() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      throw new LocalClusterException(
          "The local cluster runs on Linux and macOS; on Windows, run this in WSL.");
    }
    return system.replaceAll("[^a-z0-9]", "") + "-" + System.getProperty("os.arch");
  }

  /** The folder of the cache. */
  static Path location(Map<String, String> environment) {
    var own = environment.getOrDefault("JOBSET_CLUSTER_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    var shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    var base =
        shared.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
    return base.resolve("jobset-java").resolve("cluster").toAbsolutePath();
  }
}
