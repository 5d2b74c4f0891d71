package io.x_k8s.jobset.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a real node takes from this machine, and does not build: Debian's packages have all of it.
 *
 * @param runc the program that runs containers
 * @param cniPlugins the folder of the programs that give Pods their network
 * @param busybox the image {@code busybox} is made of it
 * @param bash the image {@code bash} is made of it
 */
record NodeRequirements(Path runc, Path cniPlugins, Path busybox, Path bash) {

  private static final String PACKAGES =
      "runc containernetworking-plugins busybox-static bash-static";

  /** What was found, or the sentence that says why there can be no real node here. */
  record Search(Optional<NodeRequirements> found, Optional<String> obstacle) {

    private static Search failed(String obstacle) {
      return new Search(Optional.empty(), Optional.of(obstacle));
    }

    NodeRequirements orElseThrow() {
      return found.orElseThrow(() -> new LocalClusterException(obstacle.orElseThrow()));
    }
  }

  /**
   * Where to look.
   *
   * @param system name of the operating system
   * @param root whether this process is root's
   * @param programs folders of programs
   * @param plugins folders of CNI plugins
   */
  record Machine(String system, boolean root, List<Path> programs, List<Path> plugins) {

    static Machine own() {
      return new Machine(
          System.getProperty("os.name"),
          isRoot(),
          // Not everybody's PATH has the folders of root's programs.
          Stream.concat(
                  Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                  Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/bin"))
              .filter(folder -> !folder.isBlank())
              .map(Path::of)
              .toList(),
          Stream.of("/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni").map(Path::of).toList());
    }

    private List<Path> find(String program) {
      return programs.stream()
          .map(folder -> folder.resolve(program))
          .filter(Files::isExecutable)
          .toList();
    }

    private List<Path> findStatic(String program) {
      return find(program).stream().filter(StaticProgram::is).toList();
    }
  }

  static Search search(Machine machine) {
    if (!machine.system().equals("Linux")) {
      return Search.failed("Real Pods run on Linux only.");
    }
    if (!machine.root()) {
      return Search.failed("Real Pods need root: run this as root.");
    }
    var runc = machine.find("runc");
    var plugins =
        machine.plugins().stream()
            .filter(folder -> Files.isExecutable(folder.resolve("bridge")))
            .toList();
    var busybox = machine.findStatic("busybox");
    var bash = machine.findStatic("bash-static");

    var missing = new ArrayList<String>();
    addIfEmpty(missing, "runc", runc);
    addIfEmpty(missing, "CNI plugins", plugins);
    addIfEmpty(missing, "a static busybox", busybox);
    addIfEmpty(missing, "a static bash", bash);
    if (!missing.isEmpty()) {
      return Search.failed(
          "Real Pods need %s; on Debian and Ubuntu: apt-get install %s"
              .formatted(String.join(", ", missing), PACKAGES));
    }
    return new Search(
        Optional.of(
            new NodeRequirements(
                runc.getFirst(), plugins.getFirst(), busybox.getFirst(), bash.getFirst())),
        Optional.empty());
  }

  private static void addIfEmpty(List<String> missing, String what, List<Path> found) {
    if (found.isEmpty()) {
      missing.add(what);
    }
  }

  private static boolean isRoot() {
    try {
      var self = Path.of("/proc/self");
      return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
