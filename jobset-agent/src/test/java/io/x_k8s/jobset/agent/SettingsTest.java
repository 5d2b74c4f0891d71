package io.x_k8s.jobset.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.x_k8s.jobset.agent.Settings.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void withoutAWorkerTheAgentIsASidecarWithTheUsualProbe() throws SettingsException {
    assertThat(Settings.of(environment()))
        .isEqualTo(
            new Settings(
                "js",
                "js-w-0-0-x",
                new Mode.Sidecar("/barrier-is-down", 8081),
                1,
                "10.0.0.1",
                443));
  }

  @Test
  void everythingCanBeChosen() throws SettingsException {
    Map<String, String> environment = environment();
    environment.put("STARTUP_PROBE_PATH", "/go");
    environment.put("STARTUP_PROBE_PORT", "9000");
    environment.put("IN_PLACE_RESTART_EXIT_CODE", "123");
    environment.put("KUBERNETES_SERVICE_PORT", "6443");

    assertThat(Settings.of(environment))
        .isEqualTo(
            new Settings("js", "js-w-0-0-x", new Mode.Sidecar("/go", 9000), 123, "10.0.0.1", 6443));
  }

  @Test
  void withAWorkerTheAgentIsTheMainContainer(@TempDir Path folder) throws Exception {
    Map<String, String> environment = environment();
    environment.put("WORKER_COMMAND", "train --fast");
    environment.put("SHELL", "/bin/dash");

    assertThat(Settings.of(environment).mode())
        .isEqualTo(new Mode.MainContainer("/bin/dash", "train --fast"));

    environment.remove("SHELL");
    environment.put("PATH", "/nowhere:" + folder);
    Path bash = executable(folder.resolve("bash"));
    assertThat(Settings.of(environment).mode())
        .isEqualTo(new Mode.MainContainer(bash.toString(), "train --fast"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "JOBSET_NAME, -, JOBSET_NAME is not set",
        "JOBSET_NAME, '', JOBSET_NAME is not set",
        "JOBSET_NAME, Not/A/Name, JOBSET_NAME is no name of a Kubernetes object",
        "POD_NAME, -, POD_NAME is not set",
        "KUBERNETES_SERVICE_HOST, -, KUBERNETES_SERVICE_HOST is not set",
        "IN_PLACE_RESTART_EXIT_CODE, x, IN_PLACE_RESTART_EXIT_CODE must be an integer from 1 to 255",
        "IN_PLACE_RESTART_EXIT_CODE, 0, IN_PLACE_RESTART_EXIT_CODE must be an integer from 1 to 255",
        "IN_PLACE_RESTART_EXIT_CODE, 256, IN_PLACE_RESTART_EXIT_CODE must be an integer from 1 to 255",
        "STARTUP_PROBE_PORT, 70000, STARTUP_PROBE_PORT must be an integer from 1 to 65535",
        "STARTUP_PROBE_PATH, go, STARTUP_PROBE_PATH must begin with"
      })
  @Tag("controller:A-017")
  void whatIsMissingOrWrongIsNamed(String variable, String value, String message) {
    Map<String, String> environment = environment();
    if (value == null) {
      environment.remove(variable);
    } else {
      environment.put(variable, value);
    }

    assertThatThrownBy(() -> Settings.of(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({"STARTUP_PROBE_PORT, 8081", "STARTUP_PROBE_PATH, /x"})
  @Tag("controller:A-017")
  void aWorkerAndAProbeExcludeEachOther(String variable, String value) {
    Map<String, String> environment = environment();
    environment.put("WORKER_COMMAND", "train");
    environment.put("SHELL", "/bin/sh");
    environment.put(variable, value);

    assertThatThrownBy(() -> Settings.of(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(variable + " and WORKER_COMMAND exclude each other");
  }

  @Test
  void aWorkerNeedsAShell() {
    Map<String, String> environment = environment();
    environment.put("WORKER_COMMAND", "train");
    environment.put("PATH", "/nowhere");

    assertThatThrownBy(() -> Settings.of(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("set SHELL");
  }

  private static Path executable(Path file) throws IOException {
    Files.createFile(file).toFile().setExecutable(true);
    return file;
  }

  private static Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "JOBSET_NAME", "js", "POD_NAME", "js-w-0-0-x", "KUBERNETES_SERVICE_HOST", "10.0.0.1"));
  }
}
