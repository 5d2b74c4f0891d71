package io.x_k8s.jobset.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.x_k8s.jobset.operator.certificates.TestCertificates;
import io.x_k8s.jobset.operator.config.Configuration;
import io.x_k8s.jobset.operator.config.ConfigurationFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AdmissionServerTest {
  private static final TestCertificates CERTIFICATES = new TestCertificates("localhost");
  private static final SSLContext SERVER_TLS = CERTIFICATES.serverContext();
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
       "request": {"uid": "7", "operation": "CREATE"}}
      """;
  private static final String ECDHE = "TLS_ECDHE_RSA_WITH_";

  private static AdmissionServer server;
  private static HttpClient client;

  private final ObjectMapper mapper = new ObjectMapper();

  @BeforeAll
  static void start() throws IOException {
    server = server("");
    client = HttpClient.newBuilder().sslContext(CERTIFICATES.clientContext()).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void reviewIsAnsweredOverHttp1() throws IOException, InterruptedException {
    HttpResponse<String> response = post("application/json", REVIEW);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(mapper.readTree(response.body()).at("/response/allowed").asBoolean()).isTrue();
  }

  @Test
  void parametersOfTheContentTypeDoNotMatter() throws IOException, InterruptedException {
    assertThat(status(post("application/json; charset=utf-8", REVIEW)).isMissingNode()).isTrue();
  }

  @Test
  void otherContentTypesAreRefused() throws IOException, InterruptedException {
    assertRefused(
        post("text/plain", REVIEW), 400, "contentType=text/plain, expected application/json");
  }

  @Test
  void emptyBodyIsRefused() throws IOException, InterruptedException {
    assertRefused(post("application/json", ""), 400, "request body is empty");
  }

  @Test
  void bodyOfTenMegabytesIsRefusedAndItsClientHearsWhy() throws IOException, InterruptedException {
    assertRefused(
        post("application/json", " ".repeat(10_000_000)),
        413,
        "request entity is too large; limit is 7340032 bytes");
  }

  @Test
  void onlyPostIsAllowed() throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri(AdmissionPath.VALIDATE_POD.path())).GET().build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void otherPathsAreNotFound() throws IOException, InterruptedException {
    for (String path :
        new String[] {"/", "/convert", "/validate--v1-pods", "/validate--v1-pod/x"}) {
      assertThat(post(path, "application/json", REVIEW).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(post("/validate--v1-pod?timeout=10s", "application/json", REVIEW).statusCode())
        .isEqualTo(200);
  }

  @Test
  void portThatIsInUseIsTold() {
    assertThatThrownBy(
            () ->
                new AdmissionServer(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                    SERVER_TLS,
                    new SSLParameters(),
                    Map.of(),
                    new ObjectMapper()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(server.port()))
        .hasMessageContaining("webhook.port");
  }

  @Test
  @Tag("operations:OP-12")
  void oldVersionIsRefusedWhereOnlyTheNewOneIsConfigured() throws IOException {
    try (AdmissionServer strict = server("tls: {minVersion: VersionTLS13}")) {
      assertThat(connect(strict, "TLSv1.3", null)).isEqualTo("TLSv1.3");
      assertThatThrownBy(() -> connect(strict, "TLSv1.2", null)).isInstanceOf(SSLException.class);
    }
  }

  @Test
  @Tag("operations:OP-13")
  void onlyConfiguredSuitesAreAccepted() throws IOException {
    try (AdmissionServer choosy =
        server("tls: {cipherSuites: [%sAES_256_GCM_SHA384]}".formatted(ECDHE))) {
      assertThat(connect(choosy, "TLSv1.2", ECDHE + "AES_256_GCM_SHA384")).isEqualTo("TLSv1.2");
      assertThatThrownBy(() -> connect(choosy, "TLSv1.2", ECDHE + "AES_128_GCM_SHA256"))
          .isInstanceOf(SSLException.class);
      assertThat(connect(choosy, "TLSv1.3", null))
          .as("the list is about TLS 1.2 alone")
          .isEqualTo("TLSv1.3");
    }
  }

  @Test
  void versionsBefore12AreRefused() {
    assertThatThrownBy(() -> connect(server, "TLSv1.1", null)).isInstanceOf(Exception.class);
  }

  private void assertRefused(HttpResponse<String> response, int code, String message)
      throws IOException {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(status(response).path("code").asInt()).isEqualTo(code);
    assertThat(status(response).path("message").asText()).isEqualTo(message);
  }

  private JsonNode status(HttpResponse<String> response) throws IOException {
    return mapper.readTree(response.body()).at("/response/status");
  }

  private static HttpResponse<String> post(String contentType, String body)
      throws IOException, InterruptedException {
    return post(AdmissionPath.VALIDATE_POD.path(), contentType, body);
  }

  private static HttpResponse<String> post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static URI uri(String path) {
    return URI.create("https://localhost:%d%s".formatted(server.port(), path));
  }

  private static AdmissionServer server(String configuration) throws IOException {
    Configuration parsed =
        ConfigurationFile.parse(
            """
            apiVersion: config.jobset.x-k8s.io/v1alpha1
            kind: Configuration
            %s
            """
                .formatted(configuration),
            "test's configuration");
    AdmissionServer started =
        new AdmissionServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            SERVER_TLS,
            parsed.tls().sslParameters(SERVER_TLS.getDefaultSSLParameters()),
            Map.of(AdmissionPath.VALIDATE_POD, request -> Verdict.allowed()),
            new ObjectMapper());
    started.start();
    return started;
  }

  private static String connect(AdmissionServer to, String protocol, String suite)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            CERTIFICATES
                .clientContext()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), to.port())) {
      socket.setEnabledProtocols(new String[] {protocol});
      if (suite != null) {
        socket.setEnabledCipherSuites(new String[] {suite});
      }
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }
}
