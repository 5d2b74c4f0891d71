package io.x_k8s.jobset.client.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * An API server that stores what tests give it, and that misbehaves on demand. It knows any
 * resource, lists and watches by labels and fields, creates, applies merge patches, and streams
 * logs. A watch or log that nobody reads any more is noticed when it next has something to say; a
 * watch says something every 20 milliseconds.
 */
public final class FakeApiServer implements AutoCloseable {

  /** A request that was answered, or refused. */
  public record Request(String method, String path, Query query, String contentType, String body) {}

  private final KubernetesSerialization json = new KubernetesSerialization();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<FakeWatch> watches = ConcurrentHashMap.newKeySet();
  private final Map<String, FakeLog> logs = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, HasMetadata> objects = new LinkedHashMap<>();
  private final NavigableMap<Integer, Change> history = new TreeMap<>();
  private final HttpServer server;
  private int resourceVersion = 1;
  private volatile Refusal refusal = Refusal.NONE;

  /** Starts on a free port. */
  public FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** What a client for it is made of. */
  public Config clientConfig() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
        .withNamespace("ml")
        .withOnlyHttpWatches(true)
        .withWatchReconnectInterval(10)
        .withRequestRetryBackoffLimit(0)
        .build();
  }

  /** Creates or updates an object. It gets a resource version, and a UID unless it has one. */
  public synchronized <T extends HasMetadata> T store(T object) {
    T stored = json.clone(object);
    var metadata = stored.getMetadata();
    metadata.setResourceVersion(String.valueOf(++resourceVersion));
    metadata.setNamespace(Objects.requireNonNullElse(metadata.getNamespace(), "ml"));
    var before = objects.get(Paths.of(stored));
    if (metadata.getUid() == null) {
      metadata.setUid(
          before == null ? UUID.randomUUID().toString() : before.getMetadata().getUid());
    }
    objects.put(Paths.of(stored), stored);
    record(before == null ? "ADDED" : "MODIFIED", stored);
    return stored;
  }

  /** Deletes an object. */
  public synchronized void delete(HasMetadata object) {
    var last = json.clone(Objects.requireNonNull(objects.remove(Paths.of(object)), "not stored"));
    last.getMetadata().setResourceVersion(String.valueOf(++resourceVersion));
    record("DELETED", last);
  }

  /** From now on answers every request with an error of this code. */
  public void refuse(int code) {
    refuse("", code, "as the test wants it");
  }

  /** From now on answers requests of paths that end so with an error. */
  public void refuse(String pathEnd, int code, String message) {
    refusal = new Refusal(request -> request.path().endsWith(pathEnd), code, message);
  }

  /** From now on answers patches with an error. */
  public void refusePatches(int code, String message) {
    refusal = new Refusal(request -> request.method().equals("PATCH"), code, message);
  }

  /** Answers as it should again. */
  public void recover() {
    refusal = Refusal.NONE;
  }

  /** Ends all watches. */
  public synchronized void dropWatches() {
    watches.forEach(FakeWatch::end);
    watches.clear();
  }

  /** Tells all watches that the point from which they go on is forgotten, and ends them. */
  public synchronized void expireWatches() {
    var gone = new StatusBuilder().withCode(410).withReason("Expired").withStatus("Failure");
    watches.forEach(watch -> watch.send(event("ERROR", gone.build())));
    dropWatches();
  }

  /** How many watches are open. */
  public int openWatches() {
    return watches.size();
  }

  /** What was asked so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The log of a container, to be written by the test, as long as the server runs. */
  public FakeLog log(String pod, String container) {
    return logs.computeIfAbsent(pod + "/" + container, name -> new FakeLog());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            Query.of(exchange.getRequestURI()),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(request);
    if (request.path().endsWith("/log") && refusalOf(request).isEmpty()) {
      streamLog(request, exchange);
      return;
    }
    Optional<FakeWatch> watch;
    var answer = new Answer(200, "");
    synchronized (this) {
      watch =
          request.query().isWatch() && refusalOf(request).isEmpty()
              ? Optional.of(openWatch(request))
              : Optional.empty();
      if (watch.isEmpty()) {
        answer = refusalOf(request).orElseGet(() -> answerOf(request));
      }
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    if (watch.isPresent()) {
      exchange.sendResponseHeaders(200, 0);
      watch.get().stream(exchange, this::bookmark);
      watches.remove(watch.get());
    } else {
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.code(), body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private Optional<Answer> refusalOf(Request request) {
    var current = refusal;
    return current.concerns().test(request)
        ? Optional.of(error(current.code(), current.message(), ""))
        : Optional.empty();
  }

  private FakeWatch openWatch(Request request) {
    var watch = new FakeWatch(object -> isIn(object, request));
    history.tailMap(request.query().resourceVersion(), false).values().stream()
        .filter(change -> isIn(change.object(), request))
        .forEach(change -> watch.send(event(change.type(), change.object())));
    watches.add(watch);
    return watch;
  }

  private Answer answerOf(Request request) {
    return switch (request.method()) {
      case "POST" -> new Answer(201, json.asJson(create(request)));
      case "PATCH" ->
          request.contentType().startsWith("application/apply-patch")
              ? applied(request)
              : ofObject(request.path()).map(o -> patched(request, o)).orElseGet(this::lost);
      default -> get(request);
    };
  }

  private Answer get(Request request) {
    if (Paths.isGroup(request.path())) {
      return group(request.path());
    }
    if (!Paths.isObject(request.path())) {
      return new Answer(200, list(request));
    }
    return ofObject(request.path())
        .map(object -> new Answer(200, json.asJson(object)))
        .orElseGet(() -> error(404, "not found", Paths.name(request.path())));
  }

  private Answer lost() {
    return error(404, "not found", "lost");
  }

  private Optional<HasMetadata> ofObject(String path) {
    return Optional.ofNullable(objects.get(path));
  }

  private HasMetadata create(Request request) {
    HasMetadata object = json.unmarshal(request.body());
    var metadata = object.getMetadata();
    if (metadata.getName() == null) {
      metadata.setName(metadata.getGenerateName() + "x7k2p");
    }
    return store(object);
  }

  /** Of server-side apply only what a single applier sees. */
  private Answer applied(Request request) {
    return ofObject(request.path())
        .map(before -> patched(request, before))
        .orElseGet(() -> new Answer(201, json.asJson(create(request))));
  }

  private Answer patched(Request request, HasMetadata before) {
    Map<?, ?> patch = json.unmarshal(request.body(), Map.class);
    Map<?, ?> merged = merged(json.unmarshal(json.asJson(before), Map.class), patch);
    HasMetadata after = json.unmarshal(json.asJson(merged));
    return new Answer(200, json.asJson(after.equals(before) ? before : store(after)));
  }

  /** As RFC 7396 has it. */
  private static Map<?, ?> merged(Map<?, ?> target, Map<?, ?> patch) {
    var result = new LinkedHashMap<Object, Object>(target);
    patch.forEach(
        (key, value) -> {
          if (value == null) {
            result.remove(key);
          } else if (value instanceof Map<?, ?> child) {
            var before = target.get(key) instanceof Map<?, ?> map ? map : Map.of();
            result.put(key, merged(before, child));
          } else {
            result.put(key, value);
          }
        });
    return result;
  }

  private Answer group(String path) {
    var name = Paths.name(path);
    return objects.values().stream()
        .map(HasMetadata::getApiVersion)
        .filter(version -> version.startsWith(name + "/"))
        .findFirst()
        .map(
            version ->
                new Answer(
                    200,
                    json.asJson(
                        new APIGroupBuilder()
                            .withName(name)
                            .withNewPreferredVersion(
                                version, version.substring(version.indexOf('/') + 1))
                            .build())))
        .orElseGet(() -> error(404, "page not found", ""));
  }

  private String list(Request request) {
    return json.asJson(
        Map.of(
            "metadata", Map.of("resourceVersion", String.valueOf(resourceVersion)),
            "items", objects.values().stream().filter(object -> isIn(object, request)).toList()));
  }

  private static boolean isIn(HasMetadata object, Request request) {
    return Paths.collection(object).equals(request.path()) && request.query().matches(object);
  }

  private Answer error(int code, String message, String name) {
    return new Answer(
        code,
        json.asJson(
            new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withMessage(message)
                .withNewDetails()
                .withName(name)
                .endDetails()
                .build()));
  }

  private void streamLog(Request request, HttpExchange exchange) throws IOException {
    var parts = request.path().split("/");
    log(parts[parts.length - 2], request.query().get("container").orElse(""))
        .answer(request.query(), exchange);
  }

  private void record(String type, HasMetadata object) {
    history.put(resourceVersion, new Change(type, object));
    watches.stream()
        .filter(watch -> watch.isAbout(object))
        .forEach(watch -> watch.send(event(type, object)));
  }

  private synchronized String bookmark() {
    var jobSet = new JobSet();
    jobSet.setMetadata(
        new ObjectMetaBuilder().withResourceVersion(String.valueOf(resourceVersion)).build());
    return event("BOOKMARK", jobSet);
  }

  private String event(String type, Object object) {
    return json.asJson(Map.of("type", type, "object", object)) + "\n";
  }

  private record Change(String type, HasMetadata object) {}

  private record Answer(int code, String body) {}

  private record Refusal(Predicate<Request> concerns, int code, String message) {
    static final Refusal NONE = new Refusal(request -> false, 0, "");
  }
}
