package io.x_k8s.jobset.e2e.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The objects that a selection has shown so far, by a watch of their metadata, which costs the
 * machine that is being measured as little as possible.
 */
final class Sightings implements AutoCloseable {
  private static final int EXPIRED = 410;

  private final ObjectMapper mapper = new ObjectMapper();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<String> names = new HashSet<>();
  private final BareClient client;
  private final String path;
  private final String selection;
  private final Consumer<String> onDeleted;
  private final Thread reader;
  private volatile InputStream stream;
  private volatile boolean closed;
  private volatile String failure;
  private String position = "";

  /**
   * @param path of the collection
   * @param selection query parameters, such as {@code labelSelector=…}
   * @param onDeleted takes the name of each object that is gone, or leaves the selection; perhaps
   *     twice
   */
  Sightings(BareClient client, String path, String selection, Consumer<String> onDeleted)
      throws IOException, InterruptedException {
    this.client = client;
    this.path = path;
    this.selection = selection;
    this.onDeleted = onDeleted;
    this.stream = client.watchMetadata(path, selection);
    this.reader = Thread.ofPlatform().name("sightings").daemon().start(this::read);
  }

  Sightings(BareClient client, String path, String selection)
      throws IOException, InterruptedException {
    this(client, path, selection, name -> {});
  }

  /** Waits until so many objects have been in the selection at any time. */
  void await(int count, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (names.size() < count) {
        if (failure != null) {
          throw new IllegalStateException("The watch of %s failed: %s".formatted(path, failure));
        }
        if (left <= 0) {
          throw new IllegalStateException(
              "Only %d of %d objects after %d s"
                  .formatted(names.size(), count, atMost.toSeconds()));
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    try {
      while (!closed) {
        readUntilItEnds();
        // A busy server ends watches whose reader is slow, and may have forgotten where they were;
        // one without a position begins with all that is there.
        stream =
            client.watchMetadata(
                path, position.isEmpty() ? selection : selection + "&resourceVersion=" + position);
      }
    } catch (IOException | UncheckedIOException | InterruptedException e) {
      failed(e.toString());
    }
  }

  private void readUntilItEnds() throws IOException {
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = mapper.readTree(line);
        if (event.path("object").path("code").asInt() == EXPIRED) {
          position = "";
          return;
        }
        JsonNode metadata = event.path("object").path("metadata");
        String name = metadata.path("name").asText();
        position = metadata.path("resourceVersion").asText();
        switch (event.path("type").asText()) {
          case "ADDED", "MODIFIED" -> seen(name);
          case "DELETED" -> onDeleted.accept(name);
          default -> throw new IOException("unexpected event " + line);
        }
      }
    }
  }

  private void seen(String name) {
    lock.lock();
    try {
      if (names.add(name)) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(String reason) {
    lock.lock();
    try {
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    stream.close();
    reader.interrupt();
  }
}
