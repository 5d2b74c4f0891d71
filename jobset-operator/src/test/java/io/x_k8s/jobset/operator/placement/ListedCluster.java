package io.x_k8s.jobset.operator.placement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.observe.ClusterCaches;
import io.x_k8s.jobset.operator.observe.PodsAndNodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An API server that lists and watches what it is told, with the caches that read it. It takes
 * every write for done.
 */
final class ListedCluster implements AutoCloseable {
  final ObjectMapper mapper = new ObjectMapper();
  final KubernetesClient client;
  final ClusterCaches caches;
  final PodsAndNodes podsAndNodes;

  /** Method and path of everything but lists and watches, and the body. */
  final List<String> writes = new CopyOnWriteArrayList<>();

  private final Map<String, List<HasMetadata>> objects = new LinkedHashMap<>();
  private final Map<String, BlockingQueue<String>> events = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile String held = "";
  private volatile CountDownLatch lists = new CountDownLatch(0);
  private final HttpServer server;

  ListedCluster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
            .build();
    caches = new ClusterCaches(client, mapper);
    podsAndNodes = new PodsAndNodes(client, mapper, FeatureGates.DEFAULTS);
    podsAndNodes.serve(caches);
  }

  /** Adds objects to a list such as {@code pods}, before it is asked for. */
  ListedCluster with(String plural, HasMetadata... more) {
    objects.put(plural, List.of(more));
    return this;
  }

  /** Lets lists wait for {@link #answerLists}. */
  ListedCluster holdingLists() {
    lists = new CountDownLatch(1);
    return this;
  }

  /** Lets only the list of nodes wait. */
  ListedCluster holdingNodes() {
    held = "nodes";
    return holdingLists();
  }

  void answerLists() {
    lists.countDown();
  }

  /** Has the watch of, for example, {@code pods} tell that an object is {@code MODIFIED}. */
  void tell(String plural, String what, HasMetadata object) throws JsonProcessingException {
    eventsOf(plural).add(mapper.writeValueAsString(Map.of("type", what, "object", object)) + "\n");
  }

  private BlockingQueue<String> eventsOf(String plural) {
    return events.computeIfAbsent(plural, p -> new LinkedBlockingQueue<>());
  }

  /** Lists everything. */
  void sync() throws InterruptedException {
    caches.start();
    if (!caches.awaitSync(Duration.ofSeconds(30))
        || !podsAndNodes.awaitSync(Duration.ofSeconds(30))) {
      throw new AssertionError("not listed");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try (exchange) {
      if (query.contains("watch=true")) {
        watch(exchange, path.substring(path.lastIndexOf('/') + 1));
      } else if (exchange.getRequestMethod().equals("GET")) {
        if (path.endsWith(held)) {
          lists.await();
        }
        List<HasMetadata> items =
            objects.getOrDefault(path.substring(path.lastIndexOf('/') + 1), List.of());
        send(
            exchange,
            mapper.writeValueAsString(
                Map.of("metadata", Map.of("resourceVersion", "100"), "items", items)));
      } else {
        writes.add(exchange.getRequestMethod() + " " + path + " " + body);
        String kind = exchange.getRequestMethod().equals("PATCH") ? "Pod" : "Status";
        send(
            exchange,
            "{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"x\",\"uid\":\"x\"}}"
                .formatted(kind));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(HttpExchange exchange, String plural)
      throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    while (end.getCount() > 0) {
      String event = eventsOf(plural).poll(100, TimeUnit.MILLISECONDS);
      if (event != null) {
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    }
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    end.countDown();
    lists.countDown();
    podsAndNodes.close();
    caches.close();
    client.close();
    server.stop(0);
  }
}
