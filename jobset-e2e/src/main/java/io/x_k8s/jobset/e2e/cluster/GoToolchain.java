package io.x_k8s.jobset.e2e.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The Go compiler of this machine, as far as the cluster's programs need it. */
final class GoToolchain {

  /** Linker flags that leave out what only debuggers read. */
  static final String SMALL = "-s -w";

  private final Path module;
  private final Path log;

  /**
   * Finds the Go on the {@code PATH}.
   *
   * @param module folder of a module; its {@code go.mod} says how new Go must be
   * @param version that version, for the message
   * @param log file that the output is appended to
   * @throws LocalClusterException if there is none that can compile the module
   */
  static GoToolchain find(Path module, String version, Path log)
      throws IOException, InterruptedException {
    var toolchain = new GoToolchain(module, log);
    boolean usable;
    try {
      // Go itself compares its version with go.mod, and may be allowed to fetch a newer one.
      usable = toolchain.run(module, List.of("go", "env", "GOVERSION")) == 0;
    } catch (IOException noSuchProgram) {
      usable = false;
    }
    if (!usable) {
      throw new LocalClusterException(
          ("The local cluster is compiled on this machine and needs Go %s or newer as 'go' on the"
                  + " PATH (https://go.dev/dl); install it, or use a cluster that exists, through"
                  + " its kubeconfig.")
              .formatted(version));
    }
    return toolchain;
  }

  private GoToolchain(Path module, Path log) {
    this.module = module;
    this.log = log;
  }

  /**
   * Compiles one main package.
   *
   * @param subfolder of the module found; may be a module of its own
   * @throws LocalClusterException with the end of the log if it does not compile
   */
  void build(String subfolder, Path program, String linkerFlags)
      throws IOException, InterruptedException {
    var command =
        List.of(
            "go",
            "build",
            "-trimpath",
            "-buildvcs=false",
            "-mod=readonly",
            "-ldflags",
            linkerFlags,
            "-o",
            program.toString(),
            ".");
    if (run(module.resolve(subfolder), command) != 0) {
      throw new LocalClusterException(
          "'go build' of the local cluster failed; the whole log is %s and ends with:%n%s"
              .formatted(log, LogTail.of(log)));
    }
  }

  private int run(Path folder, List<String> command) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GOWORK", "off");
    var process = builder.start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }
}
