package io.x_k8s.jobset.client.v1alpha2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ListMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An API server that has one JobSet at most, and that misbehaves on demand. It lists and streams
 * watches over HTTP; a watch that nobody reads any more is noticed at its next bookmark.
 */
final class FakeApiServer implements AutoCloseable {

  private static final String END = "";

  private final KubernetesSerialization json = new KubernetesSerialization();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<BlockingQueue<String>> watches = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private final NavigableMap<Integer, String> history = new TreeMap<>();
  private Optional<JobSet> stored = Optional.empty();
  private int resourceVersion = 1;
  private int refusal;

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/apis/jobset.x-k8s.io/v1alpha2/namespaces/ml/jobsets", this::answer);
    server.start();
  }

  Config clientConfig() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
        .withNamespace("ml")
        .withOnlyHttpWatches(true)
        .withWatchReconnectInterval(10)
        .withRequestRetryBackoffLimit(0)
        .build();
  }

  /** Creates or updates the JobSet. */
  synchronized void store(JobSet jobSet) {
    var action = stored.isPresent() ? "MODIFIED" : "ADDED";
    resourceVersion++;
    stored =
        Optional.of(
            jobSet
                .edit()
                .editMetadata()
                .withResourceVersion(String.valueOf(resourceVersion))
                .endMetadata()
                .build());
    record(event(action, stored.get()));
  }

  synchronized void delete() {
    resourceVersion++;
    var last = stored.orElseThrow();
    last.getMetadata().setResourceVersion(String.valueOf(resourceVersion));
    stored = Optional.empty();
    record(event("DELETED", last));
  }

  /** From now on answers every request with an error of this code. */
  synchronized void refuse(int code) {
    refusal = code;
  }

  /** Answers as it should again. */
  synchronized void recover() {
    refusal = 0;
  }

  synchronized void dropWatches() {
    send(END);
    watches.clear();
  }

  /** Tells all watches that the point from which they go on is forgotten, and ends them. */
  synchronized void expireWatches() {
    var gone = new StatusBuilder().withCode(410).withReason("Expired").withStatus("Failure");
    send(event("ERROR", gone.build()));
    dropWatches();
  }

  int openWatches() {
    return watches.size();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var watch = new LinkedBlockingQueue<String>();
    byte[] body;
    int code;
    synchronized (this) {
      code = refusal == 0 ? 200 : refusal;
      var query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
      if (code == 200 && query.contains("watch=true")) {
        watch.addAll(history.tailMap(resourceVersionIn(query), false).values());
        watches.add(watch);
        body = null;
      } else {
        body = (code == 200 ? list() : error(code)).getBytes(StandardCharsets.UTF_8);
      }
    }
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body == null ? 0 : body.length);
    if (body == null) {
      stream(watch, exchange);
    } else {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void stream(BlockingQueue<String> watch, HttpExchange exchange) {
    try (var body = exchange.getResponseBody()) {
      while (true) {
        var line = watch.poll(20, TimeUnit.MILLISECONDS);
        if (END.equals(line)) {
          return;
        }
        body.write((line == null ? bookmark() : line).getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (IOException clientHasGone) {
      watches.remove(watch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int resourceVersionIn(String query) {
    return Arrays.stream(query.split("&"))
        .filter(parameter -> parameter.startsWith("resourceVersion="))
        .mapToInt(parameter -> Integer.parseInt(parameter.split("=")[1]))
        .findFirst()
        .orElseThrow();
  }

  private void record(String event) {
    history.put(resourceVersion, event);
    send(event);
  }

  private void send(String line) {
    watches.forEach(watch -> watch.add(line));
  }

  private String list() {
    var list = new JobSetList();
    list.setMetadata(
        new ListMetaBuilder().withResourceVersion(String.valueOf(resourceVersion)).build());
    list.setItems(stored.map(List::of).orElseGet(List::of));
    return json.asJson(list);
  }

  private String error(int code) {
    return json.asJson(
        new StatusBuilder()
            .withStatus("Failure")
            .withCode(code)
            .withMessage("as the test wants it")
            .build());
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
}
