package io.x_k8s.jobset.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It looks for processes that are left over, and others would be taken for them.")
class LocalClusterIT {

  @Test
  void servesKubernetes() {
    try (var cluster = LocalCluster.api().start();
        var client = client(cluster.kubeconfig())) {
      assertThat(client.raw("/readyz")).isEqualTo("ok");
      assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo("v1.36.3");

      client.resource(configMap("created")).create();
      client
          .configMaps()
          .inNamespace("default")
          .withName("created")
          .edit(found -> new ConfigMapBuilder(found).addToData("key", "value").build());

      var configMaps = client.configMaps().inNamespace("default");
      assertThat(configMaps.withName("created").get().getData()).containsEntry("key", "value");
      configMaps.withName("created").delete();
      assertThat(configMaps.withName("created").get()).isNull();
    }
  }

  @Test
  void clustersDoNotKnowEachOther() {
    try (var one = LocalCluster.api().start();
        var other = LocalCluster.api().start();
        var clientOfOne = client(one.kubeconfig());
        var clientOfOther = client(other.kubeconfig())) {
      clientOfOne.resource(configMap("only-here")).create();

      var elsewhere = clientOfOther.configMaps().inNamespace("default").withName("only-here");
      assertThat(elsewhere.get()).isNull();
    }
  }

  @Test
  void closingLeavesNothing() {
    var cluster = LocalCluster.api().start();
    assertThat(ClusterFootprint.processes(cluster.folder())).hasSize(2);

    cluster.close();

    assertThat(ClusterFootprint.processes(cluster.folder())).isEmpty();
    assertThat(cluster.folder()).doesNotExist();
  }

  @Test
  void killingTheJvmLeavesNothing() throws IOException {
    try (var command = ClusterCommand.run(Map.of(), "start", "--mode", "api")) {
      var folder = command.kubeconfig().getParent();
      assertThat(ClusterFootprint.processes(folder)).isNotEmpty();

      command.kill();

      ClusterFootprint.awaitNone(folder);
    }
  }

  @Test
  void interruptingTheJvmLeavesNothing() throws Exception {
    try (var command = ClusterCommand.run(Map.of(), "start", "--mode", "api")) {
      var folder = command.kubeconfig().getParent();

      command.interrupt();

      command.exitCode();
      assertThat(ClusterFootprint.processes(folder)).isEmpty();
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void detachedClusterOutlivesItsJvmUntilItIsStopped() throws Exception {
    try (var command = ClusterCommand.run(Map.of(), "start", "--mode", "api", "--keep")) {
      var kubeconfig = command.kubeconfig();
      assertThat(command.exitCode()).isZero();
      try (var client = client(kubeconfig)) {
        assertThat(client.raw("/readyz")).isEqualTo("ok");
      }

      LocalCluster.stop(kubeconfig.getParent());

      ClusterFootprint.awaitNone(kubeconfig.getParent());
    }
  }

  @Test
  void auditLogTellsUsersApart(@TempDir Path folder) throws IOException {
    var auditLog = folder.resolve("audit.log");
    try (var cluster =
            LocalCluster.api().auditLog(auditLog).user("counted", "system:masters").start();
        var client = client(cluster.kubeconfig("counted"))) {
      client.resource(configMap("audited")).create();
      client.configMaps().inNamespace("default").list();
    }
    try (var lines = Files.lines(auditLog)) {
      assertThat(lines.filter(line -> line.contains("\"username\":\"counted\"")))
          .hasSize(2)
          .anySatisfy(line -> assertThat(line).contains("\"verb\":\"create\""))
          .anySatisfy(line -> assertThat(line).contains("\"verb\":\"list\""));
    }
  }

  @Test
  void userWithoutAGroupMayDoNothing() {
    try (var cluster = LocalCluster.api().user("nobody").start();
        var client = client(cluster.kubeconfig("nobody"))) {
      assertThatThrownBy(() -> client.resource(configMap("forbidden")).create())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    }
  }

  @Test
  void failedStartShowsTheLog() {
    var builder = LocalCluster.api().apiServerArguments("--feature-gates=NoSuchGate=true");

    assertThatThrownBy(builder::start)
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("kube-apiserver")
        .hasMessageContaining("NoSuchGate");
  }

  @Test
  void onlyAClustersFolderIsStopped(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("precious"));

    assertThatThrownBy(() -> LocalCluster.stop(folder))
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("is not the folder of a local cluster");
    assertThat(folder.resolve("precious")).exists();
  }

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .build();
  }

  private static KubernetesClient client(Path kubeconfig) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }
}
