package io.x_k8s.jobset.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The three requests that the agent makes: list and watch its own JobSet, annotate its own Pod. */
final class ApiServer {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String ATTEMPT = "jobset.sigs.k8s.io/in-place-restart-attempt";
  private static final String FIELD_MANAGER = "in-place-restart-agent";
  private static final String JSON = "application/json";
  private static final String APPLY = "application/apply-patch+yaml";

  private final Settings settings;
  private final ServiceAccount account;
  private final String namespace;
  private final String jobSets;

  /** The connection that the next request goes by, if the last one has left one. */
  private Optional<ApiConnection> idle = Optional.empty();

  ApiServer(Settings settings, ServiceAccount account, String namespace) {
    this.settings = settings;
    this.account = account;
    this.namespace = namespace;
    this.jobSets =
        "/apis/jobset.x-k8s.io/v1alpha2/namespaces/%s/jobsets?fieldSelector=%s"
            .formatted(namespace, encoded("metadata.name=" + settings.jobSet()));
  }

  /**
   * The JobSet as it is at this moment. Without {@code resourceVersion=0}: an answer from an
   * outdated cache would make the agent begin in an attempt that has begun without it, and a
   * restart would go unnoticed.
   */
  Listing list() throws IOException {
    try (Exchange exchange = new Exchange()) {
      Listing listing = Listing.read(exchange.json("GET", jobSets, JSON, "", ANSWER));
      exchange.complete();
      return listing;
    }
  }

  /**
   * Follows the JobSet.
   *
   * @param resourceVersion what is known already
   * @param atMost after which time the server ends the watch
   */
  Watch watch(String resourceVersion, Duration atMost) throws IOException {
    String target =
        jobSets
            + "&watch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s"
                .formatted(atMost.toSeconds(), encoded(resourceVersion));
    Exchange exchange = new Exchange();
    try {
      return new Watch(exchange, exchange.json("GET", target, JSON, "", atMost.plus(ANSWER)));
    } catch (IOException | RuntimeException e) {
      exchange.close();
      throw e;
    }
  }

  /** Writes the attempt into the annotation of the own Pod. */
  void tellAttempt(int attempt) throws IOException {
    String target =
        "/api/v1/namespaces/%s/pods/%s?fieldManager=%s&force=true"
            .formatted(namespace, settings.pod(), FIELD_MANAGER);
    String body =
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","annotations":{"%s":"%d"}}}"""
            .formatted(settings.pod(), ATTEMPT, attempt);
    try (Exchange exchange = new Exchange()) {
      exchange.json("PATCH", target, APPLY, body, ANSWER).skip();
      exchange.complete();
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Events of a JobSet as they come. */
  static final class Watch implements AutoCloseable {
    private final Exchange exchange;
    private final JsonReader json;

    private Watch(Exchange exchange, JsonReader json) {
      this.exchange = exchange;
      this.json = json;
    }

    /**
     * Waits for the next event.
     *
     * @return empty when the server has ended the watch
     * @throws Refused if the server says that it cannot go on
     */
    Optional<WatchEvent> next() throws IOException {
      return json.isAtEnd() ? Optional.empty() : Optional.of(WatchEvent.read(json));
    }

    @Override
    public void close() throws IOException {
      exchange.close();
    }
  }

  /** One request and its answer; a connection that has seen both to their end is used again. */
  private final class Exchange implements AutoCloseable {
    private final ApiConnection connection;
    private InputStream body;
    private boolean complete;

    Exchange() throws IOException {
      Optional<ApiConnection> left = idle;
      idle = Optional.empty();
      connection =
          left.isPresent()
              ? left.get()
              : ApiConnection.open(settings.apiHost(), settings.apiPort(), account);
    }

    JsonReader json(
        String method, String target, String contentType, String content, Duration silence)
        throws IOException {
      body = connection.send(method, target, contentType, content, silence);
      return new JsonReader(body);
    }

    void complete() throws IOException {
      body.skip(Long.MAX_VALUE);
      complete = true;
    }

    @Override
    public void close() throws IOException {
      if (complete) {
        idle = Optional.of(connection);
      } else {
        connection.close();
      }
    }
  }

  /** Ends the connection that may be left, for a fresh one to be made. */
  void disconnect() {
    idle.ifPresent(
        connection -> {
          try {
            connection.close();
          } catch (IOException e) {
            // it is not needed any more
          }
        });
    idle = Optional.empty();
  }
}
