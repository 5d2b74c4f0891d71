package io.x_k8s.jobset.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of a Kubernetes API server as an agent talks to, with one JobSet and one Pod, and the
 * files that a kubelet would put into the Pod.
 */
final class FakeCluster implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<OutputStream> watches = new ArrayList<>();
  private final List<String> attempts = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private String jobSet;
  private int version = 100;
  private int refusal;
  private String refusedMethod = "";

  private FakeCluster(Path folder, HttpsServer server) {
    this.folder = folder;
    this.server = server;
  }

  /**
   * @param folder where the service account's files go
   */
  static FakeCluster start(Path folder) throws IOException {
    Path keys = folder.resolve("keys.p12");
    keytool(
        "-genkeypair -alias server -keyalg EC -validity 2 -dname CN=fake -ext SAN=ip:127.0.0.1 -storetype PKCS12 -storepass "
            + PASSWORD
            + " -keystore "
            + keys);
    keytool(
        "-exportcert -rfc -alias server -storepass %s -keystore %s -file %s"
            .formatted(PASSWORD, keys, folder.resolve("ca.crt")));
    Files.writeString(folder.resolve("namespace"), "default");
    Files.writeString(folder.resolve("token"), "first-token\n");
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
    FakeCluster cluster = new FakeCluster(folder, server);
    server.createContext("/", cluster::answer);
    server.setExecutor(cluster.threads);
    server.start();
    return cluster;
  }

  private static void keytool(String arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IOException(output);
    }
  }

  private static SSLContext tls(Path keys) throws IOException {
    try (InputStream stream = Files.newInputStream(keys)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(stream, PASSWORD.toCharArray());
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, PASSWORD.toCharArray());
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(managers.getKeyManagers(), null, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** What a Pod's containers find in their environment. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("JOBSET_NAME", "js");
    environment.put("POD_NAME", "js-w-0-0");
    environment.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    environment.put("KUBERNETES_SERVICE_PORT", "" + server.getAddress().getPort());
    return environment;
  }

  /** A JobSet that restarts in place; null leaves an attempt out. */
  synchronized void jobSet(Integer current, Integer previous) {
    jobSet("{}", "{\"maxRestarts\":3,\"restartStrategy\":\"InPlaceRestart\"}", current, previous);
  }

  /** Puts a JobSet there, or another in its place, and has watches tell. */
  synchronized void jobSet(
      String annotations, String failurePolicy, Integer current, Integer previous) {
    boolean added = jobSet == null;
    version++;
    jobSet =
        """
        {"apiVersion":"jobset.x-k8s.io/v1alpha2","kind":"JobSet","metadata":{"name":"js","resourceVersion":"%d",\
        "annotations":%s,"managedFields":[{"fieldsV1":{"f:a \\"q\\"":{}}}]},\
        "spec":{"replicatedJobs":[{"name":"w","template":{"status":[1,-2.5e3,true,null]}}],"failurePolicy":%s},\
        "status":{"restarts":0%s%s}}"""
            .formatted(
                version,
                annotations,
                failurePolicy,
                current == null ? "" : ",\"currentInPlaceRestartAttempt\":" + current,
                previous == null ? "" : ",\"previousInPlaceRestartAttempt\":" + previous);
    tell(added ? "ADDED" : "MODIFIED", jobSet);
  }

  synchronized void deleteJobSet() {
    version++;
    tell("DELETED", jobSet);
    jobSet = null;
  }

  /** Has watches say that they cannot go on, as after a compaction. */
  synchronized void expireWatches() {
    tell(
        "ERROR",
        "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":410,\"message\":\"too old\"}");
    cutWatches();
  }

  /** Has connections break. */
  synchronized void cutWatches() {
    for (OutputStream watch : watches) {
      try {
        watch.close();
      } catch (IOException e) {
        // it is cut, which was the aim
      }
    }
    watches.clear();
  }

  /** From now on requests of a method are refused; 0 lets them through again. */
  synchronized void refuse(String method, int code) {
    refusedMethod = method;
    refusal = code;
  }

  private void tell(String type, String object) {
    byte[] line =
        "{\"type\":\"%s\",\"object\":%s}\n"
            .formatted(type, object)
            .getBytes(StandardCharsets.UTF_8);
    watches.removeIf(
        watch -> {
          try {
            watch.write(line);
            watch.flush();
            return false;
          } catch (IOException e) {
            return true;
          }
        });
  }

  /** The attempts that were told, in order. */
  synchronized List<String> attempts() {
    return List.copyOf(attempts);
  }

  /** Method, target and token of each request. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized int openWatches() {
    return watches.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getRequestURI().getQuery();
    synchronized (this) {
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("Authorization"));
      if (refusal != 0 && exchange.getRequestMethod().equals(refusedMethod)) {
        send(
            exchange,
            refusal,
            "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"pods \\\"js-w-0-0\\\" is forbidden\",\"code\":"
                + refusal
                + "}");
      } else if (exchange.getRequestMethod().equals("PATCH")) {
        attempts.add(body.replaceFirst(".*in-place-restart-attempt\":\"(\\d+)\".*", "$1"));
        send(exchange, 200, "{\"kind\":\"Pod\",\"metadata\":{},\"spec\":{\"a\":[]},\"status\":{}}");
      } else if (query.contains("watch=true")) {
        exchange.sendResponseHeaders(200, 0);
        watches.add(exchange.getResponseBody());
        exchange.getResponseBody().flush();
        if (!query.contains("resourceVersion=" + version) && jobSet != null) {
          tell("MODIFIED", jobSet);
        }
      } else {
        send(
            exchange,
            200,
            "{\"kind\":\"JobSetList\",\"metadata\":{\"resourceVersion\":\"%d\"},\"items\":[%s]}"
                .formatted(version, jobSet == null ? "" : jobSet));
      }
    }
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    cutWatches();
    server.stop(0);
    threads.shutdownNow();
  }
}
