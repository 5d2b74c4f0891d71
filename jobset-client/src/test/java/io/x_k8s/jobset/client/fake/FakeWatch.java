package io.x_k8s.jobset.client.fake;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One watch over HTTP. */
final class FakeWatch {

  private static final String END = "";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Predicate<HasMetadata> filter;

  FakeWatch(Predicate<HasMetadata> filter) {
    this.filter = filter;
  }

  boolean isAbout(HasMetadata object) {
    return filter.test(object);
  }

  void send(String line) {
    lines.add(line);
  }

  void end() {
    lines.add(END);
  }

  /** Returns when it was ended, or its reader has gone. */
  void stream(HttpExchange exchange, Supplier<String> bookmark) {
    try (var body = exchange.getResponseBody()) {
      while (true) {
        var line = lines.poll(20, TimeUnit.MILLISECONDS);
        if (END.equals(line)) {
          return;
        }
        body.write((line == null ? bookmark.get() : line).getBytes(StandardCharsets.UTF_8));
        body.flush();
      }
    } catch (IOException readerHasGone) {
      // Nothing is left to be done.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
