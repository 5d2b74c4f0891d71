package io.x_k8s.jobset.e2e.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentKubeconfigTest {

  @TempDir Path home;

  @Test
  void isTheFileThatTheVariableNames() throws IOException {
    var file = Files.createFile(home.resolve("mine"));

    assertThat(CurrentKubeconfig.find(Map.of("KUBECONFIG", file.toString()), home)).isEqualTo(file);
  }

  @Test
  void isTheUsersOwnWithoutTheVariable() throws IOException {
    var file = Files.createFile(Files.createDirectory(home.resolve(".kube")).resolve("config"));

    assertThat(CurrentKubeconfig.find(Map.of(), home)).isEqualTo(file);
    assertThat(CurrentKubeconfig.find(Map.of("KUBECONFIG", ""), home)).isEqualTo(file);
  }

  @Test
  void isMissedByItsName() {
    assertThatThrownBy(() -> CurrentKubeconfig.find(Map.of(), home))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining(home.resolve(".kube").resolve("config").toString());
  }

  @Test
  void mustBeOneFile() {
    assertThatThrownBy(
            () ->
                CurrentKubeconfig.find(Map.of("KUBECONFIG", "a" + File.pathSeparator + "b"), home))
        .isInstanceOf(QuickstartException.class)
        .hasMessageStartingWith("KUBECONFIG names several files");
  }
}
