package io.x_k8s.jobset.operator.admission;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Serves admission reviews over HTTPS, in HTTP/1.1: one context for each path that has a handler,
 * one virtual thread for each request. What clients can make it hold is bounded: the memory by a
 * budget, connections and the time that a request may take by {@code HttpServerLimits}.
 */
public final class AdmissionServer implements AutoCloseable {
  private static final long LEAST_MEMORY = 8L * 1024 * 1024;
  private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(5);

  private static final int DRAIN_SECONDS = 2;

  private final HttpsServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Binds the address; nothing is answered before {@link #start}.
   *
   * @param address where to listen; port 0 for any free one
   * @param tls has the server's certificate
   * @param parameters protocols and cipher suites to accept
   * @param handlers who decides, by path
   * @param mapper decodes objects; one that fabric8's {@code KubernetesSerialization} has
   *     configured
   * @throws IOException if the address cannot be bound
   */
  public AdmissionServer(
      InetSocketAddress address,
      SSLContext tls,
      SSLParameters parameters,
      Map<AdmissionPath, AdmissionHandler> handlers,
      ObjectMapper mapper)
      throws IOException {
    server = bind(address);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters connection) {
            connection.setSSLParameters(parameters);
          }
        });
    server.setExecutor(requests);
    AdmissionExchange exchange =
        new AdmissionExchange(
            new AdmissionReviews(mapper), new MemoryBudget(memory(), MEMORY_PATIENCE));
    handlers.forEach(
        (path, handler) ->
            server.createContext(path.path(), request -> exchange.handle(request, handler)));
  }

  /** Starts to answer. */
  public void start() {
    server.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Takes no more requests, and ends when those in flight are answered or two seconds later. */
  @Override
  public void close() {
    server.stop(DRAIN_SECONDS);
    requests.shutdown();
  }

  /** As a tree of JSON nodes a body takes up to about 25 times its size. */
  private static long memory() {
    return Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / 32);
  }

  private static HttpsServer bind(InetSocketAddress address) throws IOException {
    try {
      return HttpsServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "the admission server cannot listen on %s: %s; webhook.port and webhook.host of the"
                  .formatted(address, e.getMessage())
              + " configuration say where it does",
          e);
    }
  }
}
