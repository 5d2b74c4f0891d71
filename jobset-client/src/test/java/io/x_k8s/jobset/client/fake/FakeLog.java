package io.x_k8s.jobset.client.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The log of one container, line by line, each with the time at which it was written. It is told
 * when the container has ended, and when its readers are to lose their connections.
 */
public final class FakeLog {

  private record Line(Instant time, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private boolean ended;
  private int connection;
  private int readers;
  private final AtomicInteger sent = new AtomicInteger();

  /** Writes a line. */
  public synchronized void write(String time, String text) {
    lines.add(new Line(Instant.parse(time), text));
    notifyAll();
  }

  /** The container has ended: readers get what there is, and the end. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The container runs again, with an empty log. */
  public synchronized void restart() {
    ended = false;
    lines.clear();
  }

  /** All readers lose their connections. */
  public synchronized void disconnect() {
    connection++;
    notifyAll();
  }

  /** How many read at this moment. */
  public synchronized int readers() {
    return readers;
  }

  /** How many lines were sent, or are about to be; to all readers together. */
  public int sent() {
    return sent.get();
  }

  void answer(Query query, HttpExchange exchange) throws IOException {
    var since = query.get("sinceTime").map(Instant::parse).orElse(Instant.MIN);
    var follow = query.get("follow").filter("true"::equals).isPresent();
    int mine;
    synchronized (this) {
      readers++;
      mine = connection;
    }
    try {
      exchange.sendResponseHeaders(200, 0);
      stream(exchange, since, follow, mine);
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        readers--;
      }
    }
  }

  private void stream(HttpExchange exchange, Instant since, boolean follow, int mine)
      throws IOException, InterruptedException {
    var next = 0;
    var body = exchange.getResponseBody();
    while (true) {
      List<Line> some;
      synchronized (this) {
        while (follow && !ended && mine == connection && next >= lines.size()) {
          wait();
        }
        if (mine != connection) {
          throw new IOException("the server closes the connection in the middle of the answer");
        }
        some = List.copyOf(lines.subList(Math.min(next, lines.size()), lines.size()));
        next = lines.size();
        if (some.isEmpty()) {
          return;
        }
      }
      for (var line : some) {
        if (!line.time().isBefore(since)) {
          sent.incrementAndGet();
          body.write((line.time() + " " + line.text() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      body.flush();
    }
  }
}
