package io.x_k8s.jobset.e2e.placement;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.e2e.cluster.LocalCluster;
import io.x_k8s.jobset.e2e.launch.JobSetCrd;
import io.x_k8s.jobset.e2e.launch.LocalWebhooks;
import io.x_k8s.jobset.operator.Operator;
import io.x_k8s.jobset.operator.config.ConfigurationFile;
import java.io.IOException;
import java.util.Map;

/**
 * A simulated cluster of 64 racks with four nodes each, and a few nodes in no rack, with an
 * operator and its webhooks.
 *
 * @param cluster the control plane
 * @param client asks it as administrator
 * @param operator works there
 */
record PlacementCluster(LocalCluster cluster, KubernetesClient client, Operator operator)
    implements AutoCloseable {
  static final String RACK = "example.com/rack";
  static final int RACKS = 64;

  /** Nodes of racks 0 to 7 are in pool {@code eight}, those of 8 to 10 in pool {@code three}. */
  static final String POOL = "example.com/pool";

  /** A topology of two domains: {@code one} has one node, {@code two} has two. */
  static final String PAIR = "example.com/pair";

  static final String NODE_OF_ONE = "node-256";
  static final String[] NODES_OF_TWO = {"node-257", "node-258"};

  /** In no domain of any kind. */
  static final String[] FREE_NODES = {"node-259", "node-260"};

  private static final int NODES_PER_RACK = 4;
  private static final int NODES = RACKS * NODES_PER_RACK + 5;

  static PlacementCluster start() throws IOException, InterruptedException {
    LocalCluster cluster =
        LocalCluster.simulated().nodes(NODES, PlacementCluster::labelsOfNode).start();
    Config config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    JobSetCrd.install(client);
    Operator operator =
        new Operator(
            ConfigurationFile.parse(
                """
                apiVersion: config.jobset.x-k8s.io/v1alpha1
                kind: Configuration
                leaderElection: {leaderElect: false}
                webhook: {host: 127.0.0.1, port: 0}
                health: {healthProbeBindAddress: "0"}
                metrics: {bindAddress: "0"}
                """,
                "test's configuration"),
            config);
    operator.start();
    LocalWebhooks.install(client, operator.webhookPort());
    return new PlacementCluster(cluster, client, operator);
  }

  private static Map<String, String> labelsOfNode(int index) {
    int rack = index / NODES_PER_RACK;
    if (rack < RACKS) {
      String pool = rack < 8 ? "eight" : rack < 11 ? "three" : "others";
      return Map.of(RACK, "rack-" + rack, POOL, pool);
    }
    return switch (index - RACKS * NODES_PER_RACK) {
      case 0 -> Map.of(PAIR, "one");
      case 1, 2 -> Map.of(PAIR, "two");
      default -> Map.of();
    };
  }

  @Override
  public void close() {
    operator.close();
    client.close();
    cluster.close();
  }
}
