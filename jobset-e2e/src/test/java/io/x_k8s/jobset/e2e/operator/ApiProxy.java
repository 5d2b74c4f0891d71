package io.x_k8s.jobset.e2e.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.x_k8s.jobset.e2e.operator.ApiFault.Effect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Stands between one operator and the API server. It shows the operator a single namespace, so that
 * every test can have an operator of its own in one cluster; it remembers each request; and it does
 * what networks and overloaded servers do: refuse, delay, lose answers, hold watches back, go away.
 */
final class ApiProxy implements AutoCloseable {
  private static final Pattern ALL_NAMESPACES =
      Pattern.compile("^(/api/v1|/apis/[^/]+/[^/]+)/(?!nodes$|[a-z]+configurations$)([a-z]+)$");

  static {
    // Without it each answer waits 40 ms for a TCP acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Config cluster;
  private final String namespace;
  private final HttpClient upstream;
  private final List<ApiExchange> exchanges = new CopyOnWriteArrayList<>();
  private final List<ApiFault> faults = new CopyOnWriteArrayList<>();
  private final Set<InputStream> watches = ConcurrentHashMap.newKeySet();
  private final WatchValve valve = new WatchValve();
  private volatile Turbulence turbulence = Turbulence.NONE;
  private final InetSocketAddress address;
  private HttpServer server;

  /**
   * @param cluster where the API server is
   * @param namespace the only namespace that the operator gets to see
   */
  ApiProxy(Config cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    try {
      this.upstream =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(SSLUtils.sslContext(cluster))
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .build();
      this.server = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      this.address = server.getAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How an operator reaches the cluster through this proxy. */
  Config config() {
    return new ConfigBuilder().withAutoConfigure(false).withMasterUrl(url()).build();
  }

  String url() {
    return "http://%s:%d".formatted(address.getHostString(), address.getPort());
  }

  /** All exchanges that have ended, and watches that have begun, in that order. */
  List<ApiExchange> exchanges() {
    return List.copyOf(exchanges);
  }

  List<ApiRequest> requests(Predicate<ApiRequest> which) {
    return exchanges.stream().map(ApiExchange::request).filter(which).toList();
  }

  /** The most requests of a kind that were under way at the same time. */
  int mostInFlight(Predicate<ApiRequest> which) {
    List<ApiExchange> counted =
        exchanges.stream().filter(exchange -> which.test(exchange.request())).toList();
    return counted.stream()
        .mapToInt(
            one ->
                (int)
                    counted.stream()
                        .filter(other -> other.beganAt() <= one.beganAt())
                        .filter(other -> other.endedAt() > one.beganAt())
                        .count())
        .max()
        .orElse(0);
  }

  /** Adds a fault; it lasts until it is closed or used up. */
  ApiFault add(ApiFault fault) {
    faults.add(fault);
    return fault;
  }

  /** From now on everything goes as this decides, beside what faults do. */
  void enter(Turbulence turbulence) {
    this.turbulence = turbulence;
  }

  /** Lets no watch event of these resources through until {@link #resumeWatches}. */
  void pauseWatches(String... resources) {
    valve.shut(Set.of(resources));
  }

  void resumeWatches() {
    valve.open();
  }

  /** Ends all watches, as a server does that is about to restart. */
  void cutWatches() {
    watches.forEach(ApiProxy::closeQuietly);
  }

  /** The API server is gone: connections are cut and new ones refused. */
  void goDown() {
    server.stop(0);
    cutWatches();
  }

  /** The API server is there again, at the same address. */
  void comeBack() {
    try {
      server = listen(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    resumeWatches();
    goDown();
    upstream.shutdownNow();
  }

  private HttpServer listen(InetSocketAddress where) throws IOException {
    HttpServer listening = HttpServer.create(where, 0);
    listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    listening.createContext("/", this::handle);
    listening.start();
    return listening;
  }

  private void handle(HttpExchange exchange) throws IOException {
    long beganAt = System.nanoTime();
    byte[] body = exchange.getRequestBody().readAllBytes();
    URI uri = exchange.getRequestURI();
    ApiRequest request =
        ApiRequest.of(
            exchange.getRequestMethod(),
            uri.getPath(),
            uri.getRawQuery(),
            exchange.getRequestHeaders().getFirst("User-Agent"),
            new String(body, StandardCharsets.UTF_8));
    Codes codes = new Codes();
    try (exchange) {
      Effect effect = effect(request);
      if (request.watch() && effect instanceof Effect.None) {
        exchanges.add(new ApiExchange(request, 200, 200, beganAt, beganAt));
        watch(exchange, request, uri);
        return;
      }
      answer(exchange, effect, uri, body, codes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!request.watch()) {
        exchanges.add(
            new ApiExchange(request, codes.told, codes.served, beganAt, System.nanoTime()));
      }
    }
  }

  /** What was answered, filled in as far as it comes. */
  private static final class Codes {
    private int served;
    private int told;
  }

  /** What happens to a request: the first thing that goes wrong with it. */
  private Effect effect(ApiRequest request) throws InterruptedException {
    Effect effect = new Effect.None();
    for (ApiFault fault : faults) {
      Effect met = request.watch() ? new Effect.None() : fault.meet(request);
      effect = effect instanceof Effect.None ? met : effect;
    }
    return effect instanceof Effect.None ? turbulence.meet(request) : effect;
  }

  private void answer(HttpExchange exchange, Effect effect, URI uri, byte[] body, Codes codes)
      throws IOException, InterruptedException {
    switch (effect) {
      case Effect.LoseRequest lost -> {}
      case Effect.Refuse refuse -> tell(exchange, refuse.code(), refuse.status(), codes);
      case Effect.Misreport misreport -> {
        codes.served = forward(exchange, uri, body).statusCode();
        tell(exchange, misreport.code(), misreport.status(), codes);
      }
      case Effect.LoseAnswer lost -> codes.served = forward(exchange, uri, body).statusCode();
      case Effect.None none -> {
        HttpResponse<byte[]> response = forward(exchange, uri, body);
        codes.served = response.statusCode();
        tell(exchange, response.statusCode(), response.body(), codes);
      }
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, URI uri, byte[] body)
      throws IOException, InterruptedException {
    return upstream.send(forwarded(exchange, uri, body), BodyHandlers.ofByteArray());
  }

  private static void tell(HttpExchange exchange, int code, String text, Codes codes)
      throws IOException {
    tell(exchange, code, text.getBytes(StandardCharsets.UTF_8), codes);
  }

  private static void tell(HttpExchange exchange, int code, byte[] body, Codes codes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    codes.told = code;
  }

  private void watch(HttpExchange exchange, ApiRequest request, URI uri)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        upstream.send(forwarded(exchange, uri, new byte[0]), BodyHandlers.ofInputStream());
    InputStream events = response.body();
    watches.add(events);
    try (events) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(response.statusCode(), 0);
      OutputStream out = exchange.getResponseBody();
      out.flush();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
      Turbulence.OfWatch disturbed = turbulence.ofWatch();
      for (String event = lines.readLine(); event != null; event = lines.readLine()) {
        valve.pass(request.resource());
        for (String told : disturbed.tell(event)) {
          out.write((told + "\n").getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
        if (disturbed.ends()) {
          return;
        }
      }
    } finally {
      watches.remove(events);
    }
  }

  private HttpRequest forwarded(HttpExchange exchange, URI uri, byte[] body) {
    String path = uri.getRawPath();
    if (exchange.getRequestMethod().equals("GET")) {
      path = ALL_NAMESPACES.matcher(path).replaceFirst("$1/namespaces/" + namespace + "/$2");
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(URI.create(cluster.getMasterUrl()).resolve(path + query))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    List<String> names = new ArrayList<>(List.of("Content-Type", "Accept", "User-Agent"));
    names.forEach(
        name -> {
          String value = exchange.getRequestHeaders().getFirst(name);
          if (value != null) {
            forwarded.header(name, value);
          }
        });
    String token =
        cluster.getOauthToken() == null ? cluster.getAutoOAuthToken() : cluster.getOauthToken();
    if (token != null) {
      forwarded.header("Authorization", "Bearer " + token);
    }
    return forwarded.build();
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException alreadyGone) {
      // which is what was wanted
    }
  }
}
