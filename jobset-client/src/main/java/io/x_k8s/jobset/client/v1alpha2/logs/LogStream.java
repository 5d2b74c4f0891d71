package io.x_k8s.jobset.client.v1alpha2.logs;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One answer of the log endpoint, line by line. It holds what has arrived at most once: more is
 * asked for when that was taken. Threads of the HTTP client fill it, and one reader empties it.
 */
final class LogStream {

  /**
   * A container that writes nothing is not answered at all, and such a request cannot be called
   * off; so none waits longer, and is made again.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int LONGEST_EXPLANATION = 1 << 16;

  /**
   * An answer that is no log.
   *
   * @param code of HTTP
   * @param text a Status as JSON, or whatever a proxy says
   */
  record Refusal(int code, String text) {}

  private final LineSplitter splitter = new LineSplitter();
  private final Runnable changed;
  private final CompletableFuture<HttpResponse<AsyncBody>> answer;
  private final StringBuilder explanation = new StringBuilder();
  private List<String> lines = new ArrayList<>();
  private Optional<AsyncBody> body = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();
  private int code;
  private boolean ended;
  private boolean cancelled;

  /**
   * Sends the request.
   *
   * @param http the client's connection
   * @param url of the log, with all parameters
   * @param changed called when there is something to take, or the end
   */
  LogStream(HttpClient http, String url, Runnable changed) {
    this.changed = changed;
    var request =
        http.newHttpRequestBuilder()
            .uri(url)
            .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .forStreaming()
            .build();
    this.answer = http.consumeBytes(request, this::receive);
    answer.whenComplete(this::begin);
  }

  /** The lines that have arrived. */
  synchronized List<String> take() {
    if (lines.isEmpty()) {
      return List.of();
    }
    var taken = lines;
    lines = new ArrayList<>();
    body.ifPresent(AsyncBody::consume);
    return taken;
  }

  /** Whether nothing more will come. */
  synchronized boolean isAtEnd() {
    return ended && lines.isEmpty();
  }

  /** What the server has refused it with, once it is known whole. */
  synchronized Optional<Refusal> refusal() {
    return ended && isRefused()
        ? Optional.of(new Refusal(code, explanation.toString()))
        : Optional.empty();
  }

  /** Why it ended too early; empty if the server has said that this is all. */
  synchronized Optional<Throwable> failure() {
    return failure;
  }

  /** Lets go of the connection. */
  synchronized void cancel() {
    cancelled = true;
    answer.cancel(true);
    body.ifPresent(AsyncBody::cancel);
  }

  private void begin(HttpResponse<AsyncBody> response, Throwable notAnswered) {
    if (response == null) {
      end(notAnswered);
      return;
    }
    synchronized (this) {
      code = response.code();
      body = Optional.of(response.body());
      if (cancelled) {
        response.body().cancel();
        return;
      }
    }
    response.body().done().whenComplete((none, torn) -> end(torn));
    response.body().consume();
  }

  private boolean isRefused() {
    return code != 0 && !HttpResponse.isSuccessful(code);
  }

  private void receive(List<ByteBuffer> buffers, AsyncBody source) {
    synchronized (this) {
      buffers.forEach(buffer -> splitter.add(buffer).forEach(this::arrived));
      if (lines.isEmpty()) {
        source.consume();
        return;
      }
    }
    changed.run();
  }

  private void end(Throwable reason) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      failure = Optional.ofNullable(reason);
      splitter.rest().ifPresent(this::arrived);
    }
    changed.run();
  }

  private void arrived(String line) {
    if (!isRefused()) {
      lines.add(line);
    } else if (explanation.length() < LONGEST_EXPLANATION) {
      explanation.append(line);
    }
  }
}
