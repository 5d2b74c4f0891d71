package io.x_k8s.jobset.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the launcher script with folders that look like a Java and only print what they are asked.
 */
class LauncherTest {
  private static final Path SCRIPT = Path.of("src/main/dist/bin/jobset-operator");

  @TempDir private Path folder;
  private Path installed;
  private Path script;

  @BeforeEach
  void install() throws IOException {
    // The real path, as the launcher resolves its own.
    installed = Files.createDirectories(folder.resolve("in stalled")).toRealPath();
    script = Files.createDirectories(installed.resolve("bin")).resolve("jobset-operator");
    Files.copy(SCRIPT, script);
    makeExecutable(script);
  }

  @Test
  void startsMainWithTheJarsBesideItAndPassesTheArgumentsOn() throws Exception {
    Run run = run(Map.of("JAVA_HOME", java("25.0.3")), "--config", "a b", "*");

    assertThat(run.lines())
        .startsWith("25.0.3", "-XX:TieredStopAtLevel=1")
        .contains("-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError")
        .endsWith(
            "-cp",
            installed.resolve("lib") + "/*",
            "io.x_k8s.jobset.operator.Main",
            "--config",
            "a b",
            "*");
    assertThat(run.exitCode()).as("the status of the Java process").isEqualTo(7);
  }

  @Test
  void findsItsJarsThroughSymbolicLinks() throws Exception {
    Path first = Files.createSymbolicLink(folder.resolve("first"), installed.resolve("bin"));
    Path second = Files.createDirectories(folder.resolve("bin")).resolve("operator");
    Files.createSymbolicLink(second, Path.of("../first/jobset-operator"));
    assertThat(first).isSymbolicLink();

    script = second;
    Run run = run(Map.of("JAVA_HOME", java("25.0.3")));

    assertThat(run.lines()).contains(installed.resolve("lib") + "/*");
  }

  @Test
  void putsTheUsersFlagsAfterItsOwn() throws Exception {
    Run run =
        run(
            Map.of("JAVA_HOME", java("25"), "JOBSET_OPERATOR_OPTS", "-Xmx64m -Da=*"),
            "--leader-elect");

    assertThat(run.lines())
        .containsSubsequence("-XX:TieredStopAtLevel=1", "-Xmx64m", "-Da=*", "-cp");
  }

  @Test
  void prefersJobsetJavaHome() throws Exception {
    Run run = run(Map.of("JOBSET_JAVA_HOME", java("27-ea"), "JAVA_HOME", java("25.0.3")));

    assertThat(run.lines()).startsWith("27-ea");
  }

  @Test
  void passesOverAJavaThatIsTooOldForTheOneOnThePath() throws Exception {
    String path = java("26") + "/bin:" + System.getenv("PATH");

    assertThat(run(Map.of("JAVA_HOME", java("17.0.9"), "PATH", path)).lines()).startsWith("26");
    assertThat(run(Map.of("JAVA_HOME", java("1.8.0_412"), "PATH", path)).lines()).startsWith("26");
  }

  @Test
  void saysSoWhenJobsetJavaHomeCannotBeUsed() throws Exception {
    String old = java("17.0.9");

    Run run = run(Map.of("JOBSET_JAVA_HOME", old, "JAVA_HOME", java("25")));

    assertThat(run.lines())
        .containsExactly(
            "jobset-operator: JOBSET_JAVA_HOME is "
                + old
                + ", which is not the folder of a Java 25 or newer.");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  private record Run(List<String> lines, int exitCode) {}

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeAll(List.of("JOBSET_JAVA_HOME", "JOBSET_OPERATOR_OPTS"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(lines, process.exitValue());
  }

  /**
   * A folder that looks like a Java of the version; its java prints the version, then arguments.
   */
  private String java(String version) throws IOException {
    Path home = folder.resolve("java " + version);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(home.resolve("release"), "OS=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    Files.writeString(
        java, "#!/bin/sh\necho " + version + "\nfor a in \"$@\"; do echo \"$a\"; done\nexit 7\n");
    makeExecutable(java);
    return home.toString();
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
