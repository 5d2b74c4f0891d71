package io.x_k8s.jobset.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The nodes of a cluster, as the API server knows them. */
final class Nodes {

  private static final String PATH = "/api/v1/nodes";

  private final ApiServer server;
  private final int count;

  Nodes(ApiServer server, int count) {
    this.server = server;
    this.count = count;
  }

  /** Creates nodes {@code node-0} and on: objects without a machine, which kwok keeps alive. */
  void simulate(IntFunction<Map<String, String>> labels) throws IOException, InterruptedException {
    for (int index = 0; index < count; index++) {
      server.create(PATH, node("node-" + index, labels.apply(index)));
    }
  }

  private static Map<String, Object> node(String name, Map<String, String> labels) {
    var all = new HashMap<String, String>();
    all.put("kubernetes.io/hostname", name);
    all.put("kubernetes.io/os", "linux");
    all.put("kubernetes.io/arch", "amd64");
    all.putAll(labels);
    return Map.of(
        "apiVersion", "v1", "kind", "Node", "metadata", Map.of("name", name, "labels", all));
  }

  /** Whether the scheduler would send Pods to all of them. */
  boolean areReady() throws IOException, InterruptedException {
    return elements(server.get(PATH).path("items")).filter(Nodes::takesPods).count() >= count;
  }

  private static boolean takesPods(JsonNode node) {
    return node.at("/spec/taints").isEmpty()
        && elements(node.at("/status/conditions"))
            .anyMatch(
                condition ->
                    condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
