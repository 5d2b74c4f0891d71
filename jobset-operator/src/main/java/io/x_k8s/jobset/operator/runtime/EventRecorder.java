package io.x_k8s.jobset.operator.runtime;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records events through the API {@code events.k8s.io/v1}, in the background: callers are never
 * blocked and never hear of a failure. A write that fails for lack of an answer or an overloaded
 * server is tried again for about half a minute, then logged and given up. Equal events become one
 * object with a series.
 */
public final class EventRecorder implements AutoCloseable {
  /**
   * Something that happened to an object.
   *
   * @param regarding the object; the event lands in its namespace
   * @param type {@code Normal} or {@code Warning}
   * @param reason machine-readable cause, in CamelCase
   * @param note sentence for people, taken literally; cut to the 1024 bytes that the API allows
   * @param name name of the event object, for an event that must exist exactly once however often
   *     it is recorded; it is not folded, and not given up before the server refuses it. Empty: a
   *     new name
   */
  public record Occurrence(
      ObjectReference regarding, String type, String reason, String note, Optional<String> name) {
    /** An occurrence that gets a new name. */
    public Occurrence(ObjectReference regarding, String type, String reason, String note) {
      this(regarding, type, reason, note, Optional.empty());
    }
  }

  /**
   * How patient a recorder is with one event.
   *
   * @param attempts how often it is tried in a row
   * @param firstBackoff wait after the first failure, doubled with each further one
   * @param lastBackoff longest wait
   */
  record Patience(int attempts, Duration firstBackoff, Duration lastBackoff) {
    static final Patience DEFAULT = new Patience(8, Duration.ofMillis(250), Duration.ofSeconds(10));
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int MAX_PENDING = 10_000;
  private static final Duration SWEEP_PERIOD = Duration.ofMinutes(1);
  private static final int HTTP_TOO_MANY_REQUESTS = 429;

  /** Wakes the thread up for the end. */
  private static final Occurrence END = new Occurrence(new ObjectReference(), "", "", "");

  private final BlockingQueue<Occurrence> pending = new LinkedBlockingQueue<>(MAX_PENDING);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Patience patience;
  private final EventSeries series;
  private final Thread thread;

  /**
   * Starts to record.
   *
   * @param client the cluster
   * @param controller reporting controller, such as {@code jobset}
   * @param instance reporting instance, such as {@code jobset-<hostname>}
   */
  public EventRecorder(KubernetesClient client, String controller, String instance) {
    this(new ApiEventStore(client), InstantSource.system(), controller, instance, Patience.DEFAULT);
  }

  EventRecorder(
      EventStore store,
      InstantSource clock,
      String controller,
      String instance,
      Patience patience) {
    this.patience = patience;
    this.series = new EventSeries(new RetryingStore(store), clock, controller, instance);
    this.thread = Thread.ofVirtual().name("events").start(this::run);
  }

  /** Records an occurrence soon. When far too many wait, it is dropped and logged. */
  public void record(Occurrence event) {
    if (!pending.offer(event)) {
      LOG.warn("Too many events wait to be written; dropped {}: {}", event.reason, event.note);
    }
  }

  /**
   * Writes what waits, then ends.
   *
   * @param drain how long to wait at most
   */
  public void close(Duration drain) {
    try {
      if (!pending.offer(END, drain.toNanos(), TimeUnit.NANOSECONDS) || !thread.join(drain)) {
        warnOfWhatWaits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ended.countDown();
    thread.interrupt();
  }

  /** Ends, waiting for at most 5 seconds. */
  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }

  private void run() {
    long swept = System.nanoTime();
    try {
      while (true) {
        Occurrence event = pending.poll(SWEEP_PERIOD.toNanos(), TimeUnit.NANOSECONDS);
        if (event == END) {
          warnOfWhatWaits();
          return;
        }
        if (event != null) {
          attempt(() -> series.record(event), event.reason + ": " + event.note, again(event));
        }
        if (System.nanoTime() - swept > SWEEP_PERIOD.toNanos()) {
          attempt(series::sweep, "count of repetitions", () -> {});
          swept = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The event recorder was interrupted");
    }
  }

  /** What must exist goes to the end of the line, so that it does not hold up the others. */
  private Runnable again(Occurrence event) {
    return event.name.isPresent() ? () -> record(event) : () -> {};
  }

  private void attempt(Runnable write, String what, Runnable ifItMaySucceedLater)
      throws InterruptedException {
    try {
      write.run();
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Throwable cause = e.getCause() == null ? e : e.getCause(); // the client says little itself
      LOG.warn("An event was not written ({}): {}", what, cause.toString());
      if (e instanceof KubernetesClientException failure && isTransient(failure)) {
        ifItMaySucceedLater.run();
      }
    }
  }

  private void warnOfWhatWaits() {
    if (!pending.isEmpty()) {
      LOG.warn("{} events were not written before the end", pending.size());
    }
  }

  /** A conflict over anything but the name comes from quotas that were written meanwhile. */
  private static boolean isTransient(KubernetesClientException failure) {
    int code = failure.getCode();
    return code < HttpURLConnection.HTTP_OK // no answer at all: the client says -1
        || code == HttpURLConnection.HTTP_CONFLICT && !isAlreadyExists(failure)
        || code == HTTP_TOO_MANY_REQUESTS
        || code >= HttpURLConnection.HTTP_INTERNAL_ERROR;
  }

  private static boolean isAlreadyExists(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_CONFLICT
        && failure.getStatus() != null
        && "AlreadyExists".equals(failure.getStatus().getReason());
  }

  private record ApiEventStore(KubernetesClient client) implements EventStore {
    @Override
    public void create(Event event) {
      client.resource(event).create();
    }

    @Override
    public void updateSeries(String namespace, String name, int count, MicroTime lastObserved) {
      Event change =
          new EventBuilder()
              .withNewSeries()
              .withCount(count)
              .withLastObservedTime(lastObserved)
              .endSeries()
              .build();
      client
          .events()
          .v1()
          .events()
          .inNamespace(namespace)
          .withName(name)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              client.getKubernetesSerialization().asJson(change));
    }
  }

  /** Tries again what may succeed later. */
  private final class RetryingStore implements EventStore {
    private final EventStore store;

    private RetryingStore(EventStore store) {
      this.store = store;
    }

    @Override
    public void create(Event event) {
      retrying(
          () -> {
            try {
              store.create(event);
            } catch (KubernetesClientException e) {
              // It exists: made exactly once as promised, or an attempt before this was answered
              // to nobody.
              if (!isAlreadyExists(e)) {
                throw e;
              }
            }
          });
    }

    @Override
    public void updateSeries(String namespace, String name, int count, MicroTime lastObserved) {
      retrying(() -> store.updateSeries(namespace, name, count, lastObserved));
    }

    private void retrying(Runnable write) {
      Duration backoff = patience.firstBackoff;
      for (int attempt = 1; ; attempt++) {
        try {
          write.run();
          return;
        } catch (KubernetesClientException e) {
          if (attempt == patience.attempts || !isTransient(e) || isOver(backoff)) {
            throw e;
          }
          Duration doubled = backoff.multipliedBy(2);
          backoff = doubled.compareTo(patience.lastBackoff) < 0 ? doubled : patience.lastBackoff;
        }
      }
    }

    private boolean isOver(Duration afterWaiting) {
      try {
        return ended.await(afterWaiting.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }
}
