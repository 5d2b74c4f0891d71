package io.x_k8s.jobset.e2e.benchmark;

import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The least that talking to the API server costs: the JDK's HTTP client, texts that were prepared
 * beforehand, 50 requests in flight, answers thrown away.
 */
final class BareClient implements AutoCloseable {
  private static final String JSON = "application/json";

  private static final int IN_FLIGHT = 50;

  private final HttpClient http;
  private final String server;
  private final String authorization;
  private final Semaphore permits = new Semaphore(IN_FLIGHT);

  /**
   * @param kubeconfig of a user with a token
   */
  BareClient(Path kubeconfig) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(kubeconfig));
    this.server = config.getMasterUrl().replaceFirst("/$", "");
    this.authorization = "Bearer " + config.getAutoOAuthToken();
    this.http =
        HttpClient.newBuilder()
            .sslContext(trusting(Base64.getDecoder().decode(config.getCaCertData())))
            .build();
  }

  private static SSLContext trusting(byte[] certificates) throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (var each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))) {
        trusted.setCertificateEntry("certificate-" + trusted.size(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException("The cluster's certificate is unusable: " + e.getMessage(), e);
    }
  }

  /** Sends one request for each item, and waits for all answers. */
  <T> void all(List<T> items, Function<T, CompletableFuture<Void>> request)
      throws InterruptedException {
    List<CompletableFuture<Void>> answers = new ArrayList<>(items.size());
    for (T item : items) {
      answers.add(request.apply(item));
    }
    answers.forEach(CompletableFuture::join);
  }

  /** Creates an object; blocks while 50 requests are in flight. */
  CompletableFuture<Void> post(String path, byte[] body) {
    return bounded(
        request(path).header("Content-Type", JSON).POST(BodyPublishers.ofByteArray(body)).build());
  }

  /** Deletes an object and, before it, its dependents; blocks while 50 requests are in flight. */
  CompletableFuture<Void> deleteInForeground(String path) {
    return bounded(deletion(path, "Foreground"));
  }

  /** Deletes an object that may be gone already; blocks while 50 requests are in flight. */
  CompletableFuture<Void> deleteIfPresent(String path) {
    return send(deletion(path, "Background")).thenAccept(answer -> {});
  }

  private CompletableFuture<Void> bounded(HttpRequest request) {
    return send(request).thenAccept(answer -> successful(request, answer));
  }

  private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
    permits.acquireUninterruptibly();
    return http.sendAsync(request, BodyHandlers.ofByteArray())
        .whenComplete((answer, failure) -> permits.release());
  }

  private HttpRequest deletion(String path, String propagation) {
    String options =
        "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"propagationPolicy\":\"%s\"}"
            .formatted(propagation);
    return request(path)
        .header("Content-Type", JSON)
        .method("DELETE", BodyPublishers.ofString(options))
        .build();
  }

  void patch(String path, String contentType, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", contentType)
            .method("PATCH", BodyPublishers.ofByteArray(body))
            .build();
    successful(request, http.send(request, BodyHandlers.ofByteArray()));
  }

  byte[] get(String path) throws IOException, InterruptedException {
    return get(path, JSON);
  }

  /** The metadata of all objects of a collection. */
  byte[] listMetadata(String path) throws IOException, InterruptedException {
    return get(path, "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
  }

  private byte[] get(String path, String accept) throws IOException, InterruptedException {
    HttpRequest request = request(path).header("Accept", accept).build();
    return successful(request, http.send(request, BodyHandlers.ofByteArray()));
  }

  /** Whether something is there. */
  boolean exists(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.discarding()).statusCode() == 200;
  }

  /** Opens a watch of the metadata of the objects of a collection. */
  InputStream watchMetadata(String path, String selection)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path + "?watch=true&" + selection)
            .header("Accept", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
            .build();
    return http.send(request, BodyHandlers.ofInputStream()).body();
  }

  private static byte[] successful(HttpRequest request, HttpResponse<byte[]> answer) {
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(
          "%s %s: %d %s"
              .formatted(
                  request.method(),
                  request.uri(),
                  answer.statusCode(),
                  new String(answer.body(), StandardCharsets.UTF_8)));
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", authorization);
  }

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
