package io.x_k8s.jobset.operator.admission;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP around one review. The status is 200 whatever the verdict, which is in the body; other
 * statuses are for requests that ask for no review at all, and for a server that has too much to
 * do.
 */
final class AdmissionExchange {
  private static final Logger LOG = LoggerFactory.getLogger(AdmissionExchange.class);

  /** So much of a body that is too large is read all the same, so that its client hears why. */
  private static final int PATIENCE = 4 * RequestBody.LIMIT;

  private static final String JSON = "application/json";

  private final AdmissionReviews reviews;
  private final MemoryBudget memory;

  AdmissionExchange(AdmissionReviews reviews, MemoryBudget memory) {
    this.reviews = reviews;
    this.memory = memory;
  }

  /** Answers one request. */
  void handle(HttpExchange exchange, AdmissionHandler handler) throws IOException {
    try (exchange) {
      // A context of the JDK's server also gets what only begins with its path.
      if (!exchange.getRequestURI().getPath().equals(exchange.getHttpContext().getPath())) {
        exchange.sendResponseHeaders(404, -1);
      } else if (exchange.getRequestMethod().equals("POST")) {
        review(exchange, handler);
      } else {
        exchange.getResponseHeaders().set("Allow", "POST");
        exchange.sendResponseHeaders(405, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void review(HttpExchange exchange, AdmissionHandler handler)
      throws IOException, InterruptedException {
    try (MemoryBudget.Share share = memory.share()) {
      switch (RequestBody.read(exchange.getRequestBody(), share)) {
        case RequestBody.Complete body -> answer(exchange, verdict(exchange, body, handler));
        case RequestBody.TooLarge tooLarge -> {
          share.close();
          discard(exchange.getRequestBody());
          answer(
              exchange,
              reviews.refusal(
                  413,
                  "request entity is too large; limit is %d bytes".formatted(RequestBody.LIMIT)));
        }
        case RequestBody.NoRoom noRoom -> {
          LOG.warn("Too much to review at once: {} is put off", exchange.getRemoteAddress());
          exchange.getResponseHeaders().set("Retry-After", "1");
          exchange.sendResponseHeaders(503, -1);
        }
      }
    }
  }

  private byte[] verdict(
      HttpExchange exchange, RequestBody.Complete body, AdmissionHandler handler) {
    if (body.bytes().length == 0) {
      return reviews.refusal(400, "request body is empty");
    }
    String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
    if (!isJson(contentType)) {
      return reviews.refusal(
          400,
          "contentType=%s, expected %s".formatted(contentType == null ? "" : contentType, JSON));
    }
    return reviews.answer(body.bytes(), handler);
  }

  private static boolean isJson(String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
  }

  private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", JSON);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
  }

  private static void discard(InputStream in) throws IOException {
    byte[] sink = new byte[16 * 1024];
    int read = 0;
    for (int total = 0; read >= 0 && total < PATIENCE; total += read) {
      read = in.read(sink);
    }
  }
}
