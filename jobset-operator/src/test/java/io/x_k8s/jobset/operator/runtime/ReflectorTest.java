package io.x_k8s.jobset.operator.runtime;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x_k8s.jobset.operator.runtime.ListWatch.Event;
import io.x_k8s.jobset.operator.runtime.ListWatch.Page;
import io.x_k8s.jobset.operator.runtime.ListWatch.Refused;
import io.x_k8s.jobset.operator.runtime.ListWatch.Watch;
import io.x_k8s.jobset.operator.runtime.Reflector.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReflectorTest {
  private static final Duration LONG = ofSeconds(10);

  private final Server server = new Server();
  private final ObjectCache<Thing> cache = new ObjectCache<>(Thing.IDENTITY);
  private Reflector<Thing> reflector =
      new Reflector<>("things", server, cache, new Patience(ofMillis(1), ofMillis(5), LONG));

  @AfterEach
  void close() {
    reflector.close();
  }

  @Test
  void listsAllPagesThenWatchesFromTheListsVersion() throws InterruptedException {
    server.pages.add(page("5", "more", "a:u1:3"));
    server.pages.add(page("5", null, "b:u2:4"));
    start();

    assertThat(reflector.awaitSync(LONG)).isTrue();
    assertThat(things()).containsExactlyInAnyOrder("a:u1:3", "b:u2:4");
    await()
        .untilAsserted(
            () -> assertThat(server.calls).containsExactly("list null", "list more", "watch 5"));
    assertThat(reflector.hasSynced()).isTrue();
    assertThat(reflector.isHealthy()).isTrue();
  }

  @Test
  void isNotSyncedBeforeTheLastPage() throws InterruptedException {
    server.pages.add(page("5", "more", "a:u1:3"));
    server.block = true;
    start();

    await().until(() -> server.calls.contains("list more"));
    assertThat(reflector.hasSynced()).isFalse();
    assertThat(reflector.awaitSync(ofMillis(1))).isFalse();
  }

  @Test
  void eventsReachTheCache() {
    server.pages.add(page("5", null, "a:u1:3"));
    start();
    server.tell(new Event.Changed<>(Thing.of("b:u2:6")));
    server.tell(new Event.Deleted<>("ns", "a", "u1", "7"));

    await().untilAsserted(() -> assertThat(things()).containsExactly("b:u2:6"));
  }

  @Test
  void brokenWatchIsResumedAfterTheLastEvent() {
    server.pages.add(page("5", null));
    start();
    server.tell(new Event.Changed<>(Thing.of("a:u1:6")));
    server.tell(new IOException("connection reset"));
    server.tell(new Event.Progress<>("9"));
    server.tell(new IOException("connection reset"));
    server.tell(new Event.Deleted<>("ns", "a", "u1", "11"));
    server.tell(new IOException("connection reset"));
    server.tell(new Event.Changed<>(Thing.of("b:u2:12")));

    await()
        .untilAsserted(
            () ->
                assertThat(server.calls)
                    .containsExactly("list null", "watch 5", "watch 6", "watch 9", "watch 11"));
    await().untilAsserted(() -> assertThat(things()).containsExactly("b:u2:12"));
  }

  @Test
  void watchThatTheServerEndsIsResumed() {
    server.pages.add(page("5", null));
    start();
    server.tell(new Event.Changed<>(Thing.of("a:u1:6")));
    server.tell(Server.END);

    await().until(() -> server.calls.contains("watch 6"));
    assertThat(server.calls).containsExactly("list null", "watch 5", "watch 6");
  }

  @Test
  void expiredVersionIsListedAgain() {
    server.pages.add(page("5", null, "a:u1:3"));
    server.pages.add(page("90", null, "b:u2:80"));
    start();
    server.tell(new Refused(410, "too old resource version"));

    await().untilAsserted(() -> assertThat(things()).containsExactly("b:u2:80"));
    await().until(() -> server.calls.contains("watch 90"));
    assertThat(server.calls).containsExactly("list null", "watch 5", "list null", "watch 90");
  }

  @Test
  void listWhoseNextPageHasExpiredStartsAgain() {
    server.pages.add(page("5", "more", "a:u1:3"));
    server.pages.add(new Refused(410, "the continue token has expired"));
    server.pages.add(page("9", null, "a:u1:3"));
    start();

    await().until(() -> server.calls.contains("watch 9"));
    assertThat(server.calls).containsExactly("list null", "list more", "list null", "watch 9");
  }

  @Test
  void watchThatCannotBeResumedIsGivenUpForAList() {
    server.pages.add(page("5", null));
    server.pages.add(page("9", null));
    start();
    for (int i = 0; i < 3; i++) {
      server.tell(Server.END);
    }

    await().until(() -> server.calls.contains("watch 9"));
    assertThat(server.calls)
        .containsExactly("list null", "watch 5", "watch 5", "watch 5", "list null", "watch 9");
  }

  @Test
  void absentServerIsAskedUntilItIsBack() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      server.pages.add(new IOException("connection refused"));
    }
    server.pages.add(page("5", null, "a:u1:3"));
    start();

    assertThat(reflector.awaitSync(LONG)).isTrue();
    assertThat(things()).containsExactly("a:u1:3");
    assertThat(reflector.isHealthy()).isTrue();
  }

  /** Or else its process would be replaced whenever the API server is away for a while. */
  @Test
  void oneThatAsksInVainIsHealthy() {
    reflector =
        new Reflector<>(
            "things", server, cache, new Patience(ofMillis(1), ofMillis(5), ofMillis(500)));
    server.away = true;
    long started = System.nanoTime();
    start();

    await()
        .pollInterval(ofMillis(20))
        .failFast("not healthy", () -> !reflector.isHealthy())
        .until(() -> System.nanoTime() - started > ofMillis(1500).toNanos());
    assertThat(server.calls).hasSizeGreaterThan(3).containsOnly("list null");
  }

  @Test
  void evenAProgrammingErrorDoesNotEndIt() throws InterruptedException {
    server.pages.add(new IllegalStateException("a bug"));
    server.pages.add(page("5", null, "a:u1:3"));
    start();

    assertThat(reflector.awaitSync(LONG)).isTrue();
  }

  @Test
  void silentWatchIsClosedAndResumed() {
    reflector =
        new Reflector<>(
            "things", server, cache, new Patience(ofMillis(1), ofMillis(5), ofMillis(50)));
    server.pages.add(page("5", null));
    start();

    await().until(() -> server.calls.stream().filter("watch 5"::equals).count() >= 2);
  }

  @Test
  void closedReflectorIsNotHealthyAndLeavesTheCacheAlone() {
    server.pages.add(page("5", null));
    start();
    await().until(() -> server.calls.contains("watch 5"));
    reflector.close();
    server.tell(new Event.Changed<>(Thing.of("a:u1:6")));

    assertThat(reflector.isHealthy()).isFalse();
    assertThat(server.open).isEmpty();
    assertThat(things()).isEmpty();
  }

  private void start() {
    reflector.start();
  }

  private List<String> things() {
    return cache.all().stream().map(Thing::toString).toList();
  }

  private static Page<Thing> page(String version, String next, String... things) {
    return new Page<>(List.of(things).stream().map(Thing::of).toList(), List.of(), version, next);
  }

  /** Answers lists from a script, and tells each watch the next events of another. */
  private static final class Server implements ListWatch<Thing> {
    private static final Object END = new Object();

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Queue<Object> pages = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private final List<Watch<Thing>> open = new CopyOnWriteArrayList<>();
    private volatile boolean block;
    private volatile boolean away;

    private void tell(Object event) {
      events.add(event);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Page<Thing> list(String continueToken) throws IOException, InterruptedException {
      calls.add("list " + continueToken);
      if (away) {
        throw new IOException("connection refused");
      }
      Object page = pages.poll();
      if (page == null && block) {
        new LinkedBlockingQueue<>().take();
      }
      throwIfFailure(page);
      return (Page<Thing>) page;
    }

    @Override
    public Watch<Thing> watch(String resourceVersion) {
      calls.add("watch " + resourceVersion);
      Watch<Thing> watch =
          new Watch<>() {
            private final Thread reader = Thread.currentThread();

            @Override
            @SuppressWarnings("unchecked")
            public Event<Thing> next() throws IOException {
              try {
                Object event = events.take();
                throwIfFailure(event);
                return event == END ? null : (Event<Thing>) event;
              } catch (InterruptedException e) {
                throw new IOException("closed", e);
              }
            }

            @Override
            public void close() {
              open.remove(this);
              if (Thread.currentThread() != reader) {
                reader.interrupt();
              }
            }
          };
      open.add(watch);
      return watch;
    }

    private static void throwIfFailure(Object answer) throws IOException {
      if (answer instanceof IOException e) {
        throw e;
      }
      if (answer instanceof RuntimeException e) {
        throw e;
      }
    }
  }
}
