package io.x_k8s.jobset.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterBinariesTest {

  @Test
  void everyGoSourceIsPackaged() throws IOException {
    var folder = Path.of("cluster");
    var packaged = new HashSet<>(GoSources.controlPlane().names());
    packaged.addAll(GoSources.node().names());
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(packaged);
    }
  }

  @Test
  void kubernetesVersionIsTheOneThatTheGoModuleRequires() {
    assertThat(GoSources.controlPlane().kubernetesVersion()).isEqualTo("1.36.3");
    assertThat(GoSources.controlPlane().goVersion()).isEqualTo("1.26.0");
  }

  @Test
  void cacheIsWhereTheUserOrTheSystemWantsIt() {
    assertThat(BinaryCache.location(Map.of("JOBSET_CLUSTER_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/a"));
    assertThat(BinaryCache.location(Map.of("XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/b/jobset-java/cluster"));
    assertThat(BinaryCache.location(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/jobset-java/cluster"));
  }

  @Test
  void missingGoIsOneSentence(@TempDir Path cache) throws Exception {
    var noGo = Map.of("PATH", "/nonexistent", "JOBSET_CLUSTER_CACHE", cache.toString());

    try (var command = ClusterCommand.run(noGo, "start")) {
      assertThat(command.remainingOutput())
          .singleElement()
          .asString()
          .contains("needs Go 1.26.0 or newer", "install it");
      assertThat(command.exitCode()).isEqualTo(1);
    }
  }
}
