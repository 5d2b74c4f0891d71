package io.x_k8s.jobset.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.runtime.HealthServer.Check;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthServerTest {
  private static final Check FINE = Optional::empty;
  private static final Check BROKEN = () -> Optional.of("certificates are not ready");
  private static final Check THROWING =
      () -> {
        throw new IllegalStateException("secret");
      };

  private final HttpClient http = HttpClient.newHttpClient();
  private HealthServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new HealthServer(
            new InetSocketAddress("127.0.0.1", 0),
            Map.of(
                "healthz", Map.of("healthz", FINE),
                "/readyz", Map.of("readyz", BROKEN, "caches", FINE),
                "/throws", Map.of("throws", THROWING)));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /healthz                       | 200 | ok
          /healthz/                      | 200 | ok
          /healthz?verbose               | 200 | [+]healthz ok~healthz check passed~
          /healthz/healthz               | 200 | ok
          /healthz?exclude=healthz       | 200 | ok
          /healthz?verbose=1&exclude=healthz | 200 | [+]healthz excluded: ok~healthz check passed~
          /healthz?verbose&exclude=x&exclude=y | 200 | [+]healthz ok~warn: some health checks cannot be excluded: no matches for "x", "y"~healthz check passed~
          /readyz                        | 500 | [+]caches ok~[-]readyz failed: reason withheld~healthz check failed~
          /readyz?verbose                | 500 | [+]caches ok~[-]readyz failed: reason withheld~healthz check failed~
          /readyz?exclude=readyz         | 200 | ok
          /readyz/caches                 | 200 | ok
          /readyz/readyz                 | 500 | internal server error: reason withheld~
          /readyz/unknown                | 404 | 404 page not found~
          /throws                        | 500 | [-]throws failed: reason withheld~healthz check failed~
          /                              | 404 | 404 page not found~
          /healthzzz                     | 404 | 404 page not found~
          /healthz/healthz/more          | 404 | 404 page not found~
          """)
  void answersAsKubernetesComponentsDo(String path, int code, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send("GET", path);

    assertThat(answer.statusCode()).isEqualTo(code);
    assertThat(answer.body()).isEqualTo(body.replace('~', '\n'));
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
  }

  @Test
  void headHasTheCodeWithoutTheBody() throws IOException, InterruptedException {
    assertThat(send("HEAD", "/healthz").statusCode()).isEqualTo(200);
    assertThat(send("HEAD", "/readyz").statusCode()).isEqualTo(500);
    assertThat(send("HEAD", "/readyz").body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void otherMethodsAreNotAllowed(String method) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(method, "/healthz");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    return http.send(request, BodyHandlers.ofString());
  }
}
