package io.x_k8s.jobset.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The few requests that starting a cluster takes. No fabric8 client: one that is asked before the
 * server is ready retries and logs, which here is the rule; it takes a second of processor time to
 * load its model; and that model includes this project's own, which a cluster should not depend on.
 */
final class ApiServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI address;
  private final String token;
  private final HttpClient http;

  /**
   * @param token of the user who asks
   * @param certificate of the server; the file must exist
   */
  ApiServer(URI address, String token, Path certificate) throws IOException {
    this.address = address;
    this.token = token;
    this.http = HttpClient.newBuilder().sslContext(trusting(certificate)).build();
  }

  private static SSLContext trusting(Path certificate) throws IOException {
    try (var stream = Files.newInputStream(certificate)) {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
        trusted.setCertificateEntry("certificate-" + trusted.size(), each);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException("The API server's certificate is unusable: " + e.getMessage(), e);
    }
  }

  /** Whether the server answers this path with success; false as well if it does not answer. */
  boolean isOk(String path) throws InterruptedException {
    try {
      return send(request(path).build()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(successful(request(path).build()).body());
  }

  /**
   * @param object of maps, lists, strings and numbers
   */
  void create(String path, Map<String, ?> object) throws IOException, InterruptedException {
    successful(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(object)))
            .build());
  }

  private HttpResponse<String> successful(HttpRequest request)
      throws IOException, InterruptedException {
    var response = send(request);
    if (response.statusCode() >= 300) {
      throw new IOException(
          "%s %s: %d %s"
              .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
    return response;
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .header("Authorization", "Bearer " + token)
        .timeout(TIMEOUT);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
