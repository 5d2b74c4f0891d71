package io.x_k8s.jobset.operator.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves health endpoints as Kubernetes components do: 200 {@code ok}, or 500 with a line for each
 * check. Knows {@code ?verbose}, {@code ?exclude=<check>} and {@code <endpoint>/<check>}. Why a
 * check fails is written to the log, not to the client.
 */
public final class HealthServer implements AutoCloseable {
  /** Looks at one aspect of this process. Quick, and safe for many threads. */
  @FunctionalInterface
  public interface Check {
    /** What is wrong, for the log; empty if nothing is. */
    Optional<String> problem();
  }

  private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);

  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Map<String, Check>> endpoints = new TreeMap<>();
  private final Map<String, String> loggedProblems = new ConcurrentHashMap<>();

  /**
   * Starts to serve.
   *
   * @param address where to listen; port 0 for any free one
   * @param endpoints named checks by path; a path is given with or without its leading slash
   * @throws IOException if the address cannot be bound
   */
  public HealthServer(InetSocketAddress address, Map<String, Map<String, Check>> endpoints)
      throws IOException {
    endpoints.forEach(
        (path, checks) ->
            this.endpoints.put(path.startsWith("/") ? path : "/" + path, new TreeMap<>(checks)));
    server = HttpServer.create(address, 0);
    server.setExecutor(requests);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, 405, "Method Not Allowed\n");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      String endpoint = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      int slash = path.lastIndexOf('/');
      if (endpoints.containsKey(endpoint)) {
        answerAll(exchange, endpoint);
      } else if (slash > 0 && endpoints.containsKey(path.substring(0, slash))) {
        answerOne(exchange, path.substring(0, slash), path.substring(slash + 1));
      } else {
        answer(exchange, 404, "404 page not found\n");
      }
    }
  }

  private void answerAll(HttpExchange exchange, String endpoint) throws IOException {
    Map<String, List<String>> query = query(exchange.getRequestURI().getRawQuery());
    List<String> unknown = new ArrayList<>(query.getOrDefault("exclude", List.of()));
    StringBuilder lines = new StringBuilder();
    boolean failed = false;
    for (String name : endpoints.get(endpoint).keySet()) {
      if (unknown.removeIf(name::equals)) {
        lines.append("[+]%s excluded: ok\n".formatted(name));
      } else if (isFine(endpoint, name)) {
        lines.append("[+]%s ok\n".formatted(name));
      } else {
        failed = true;
        lines.append("[-]%s failed: reason withheld\n".formatted(name));
      }
    }
    if (!unknown.isEmpty()) {
      lines.append("warn: some health checks cannot be excluded: no matches for ");
      lines.append('"').append(String.join("\", \"", unknown)).append("\"\n");
    }
    lines.append("healthz check ").append(failed ? "failed" : "passed").append('\n');
    boolean verbose = failed || query.containsKey("verbose");
    answer(exchange, failed ? 500 : 200, verbose ? lines.toString() : "ok");
  }

  private void answerOne(HttpExchange exchange, String endpoint, String name) throws IOException {
    if (!endpoints.get(endpoint).containsKey(name)) {
      answer(exchange, 404, "404 page not found\n");
    } else if (isFine(endpoint, name)) {
      answer(exchange, 200, "ok");
    } else {
      answer(exchange, 500, "internal server error: reason withheld\n");
    }
  }

  /** Runs a check; logs what is wrong, but the same problem only once. */
  private boolean isFine(String endpoint, String name) {
    Optional<String> problem;
    try {
      problem = endpoints.get(endpoint).get(name).problem();
    } catch (RuntimeException e) {
      problem = Optional.of(e.toString());
    }
    String check = endpoint + "/" + name;
    if (problem.isEmpty()) {
      if (loggedProblems.remove(check) != null) {
        LOG.info("Health check {} passes again", check);
      }
    } else if (!problem.get().equals(loggedProblems.put(check, problem.get()))) {
      LOG.warn("Health check {} fails: {}", check, problem.get());
    }
    return problem.isEmpty();
  }

  private static Map<String, List<String>> query(String rawQuery) {
    Map<String, List<String>> parameters = new TreeMap<>();
    for (String parameter : rawQuery == null ? new String[0] : rawQuery.split("&")) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(decode(value));
    }
    return parameters;
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(code, -1);
    } else {
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
