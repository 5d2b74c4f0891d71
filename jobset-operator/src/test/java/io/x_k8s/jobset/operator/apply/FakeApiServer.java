package io.x_k8s.jobset.operator.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * An API server that remembers what it was asked, and answers as it was told; by default it answers
 * a write with what was written.
 */
final class FakeApiServer implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * One request.
   *
   * @param method HTTP method
   * @param path path without query
   * @param contentType media type of the body; empty when there was none
   * @param body the body
   */
  record Request(String method, String path, String contentType, String body) {
    String line() {
      return method + " " + path;
    }

    boolean isAt(String methodAndPathEnd) {
      String[] parts = methodAndPathEnd.split(" ");
      return method.equals(parts[0]) && path.endsWith(parts[1]);
    }

    JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record Answer(int code, UnaryOperator<String> body) {}

  private final HttpServer server;
  private final KubernetesClient client;
  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> stalled = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  KubernetesClient client() {
    return client;
  }

  /** Answers requests such as {@code DELETE …/jobs/js-workers-0}, told by how they end. */
  FakeApiServer answer(String method, String pathEnd, int code, Object body) {
    answers.put(method + " " + pathEnd, new Answer(code, request -> json(body)));
    return this;
  }

  /** Refuses requests with a Status. */
  FakeApiServer refuse(String method, String pathEnd, int code, String reason, String message) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("apiVersion", "v1");
    status.put("kind", "Status");
    status.put("status", "Failure");
    status.put("reason", reason);
    status.put("message", message);
    status.put("code", code);
    return answer(method, pathEnd, code, status);
  }

  /** Begins to answer, and never comes to the end. */
  FakeApiServer stall(String method, String pathEnd) {
    stalled.add(method + " " + pathEnd);
    return this;
  }

  /** All requests but those that write events, in the order in which they came. */
  List<Request> requests() {
    List<Request> result = new ArrayList<>(requests);
    result.removeIf(request -> request.path().endsWith("/events"));
    return result;
  }

  List<String> lines() {
    return requests().stream().map(Request::line).toList();
  }

  Request only(String method, String pathEnd) {
    List<Request> found =
        requests.stream()
            .filter(request -> request.method().equals(method) && request.path().endsWith(pathEnd))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("%s %s: %s of %s".formatted(method, pathEnd, found, lines()));
    }
    return found.getFirst();
  }

  /** Reasons and notes of the events that were written. */
  List<String> events() {
    return requests.stream()
        .filter(request -> request.path().endsWith("/events"))
        .map(Request::json)
        .map(event -> event.path("reason").asText() + ": " + event.path("note").asText())
        .toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      requests.add(request);
      if (stalled.stream().anyMatch(request::isAt)) {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        closed.await();
        return;
      }
      Answer answer =
          answers.entrySet().stream()
              .filter(entry -> request.isAt(entry.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(new Answer(200, UnaryOperator.identity()));
      byte[] body = answer.body().apply(request.body()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.code(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String json(Object body) {
    try {
      return body instanceof String text ? text : MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    client.close();
    server.stop(0);
  }
}
