package io.x_k8s.jobset.operator.runtime;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.operator.runtime.EventRecorder.Occurrence;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns occurrences into event objects: equal ones become one object with a series. The second is
 * written at once, later ones every 30 minutes; after 6 minutes of silence the series ends. Keeps
 * the newest few thousand in mind. For one thread.
 */
final class EventSeries {
  static final Duration REFRESH = Duration.ofMinutes(30);
  static final Duration SILENCE = Duration.ofMinutes(6);

  private static final int MAX_OPEN = 4096;
  private static final int MAX_NOTE_BYTES = 1024;
  private static final int MAX_NAME = 253;
  private static final int MAX_INSTANCE = 128;
  private static final String ELLIPSIS = "…";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** What makes occurrences equal. */
  private record Signature(
      String kind,
      String namespace,
      String name,
      String uid,
      String type,
      String reason,
      String note) {
    private static Signature of(Occurrence event) {
      ObjectReference object = event.regarding();
      return new Signature(
          object.getKind(),
          object.getNamespace(),
          object.getName(),
          object.getUid(),
          event.type(),
          event.reason(),
          event.note());
    }
  }

  private static final class Open {
    private final String namespace;
    private final String name;
    private int count = 1;
    private int written = 1;
    private Instant observedAt;
    private Instant writtenAt;

    private Open(Event event, Instant now) {
      this.namespace = event.getMetadata().getNamespace();
      this.name = event.getMetadata().getName();
      this.observedAt = now;
      this.writtenAt = now;
    }

    private boolean isSilent(Instant now) {
      return Duration.between(observedAt, now).compareTo(SILENCE) > 0;
    }

    private boolean isDue(Instant now) {
      return count > written
          && (written == 1 || Duration.between(writtenAt, now).compareTo(REFRESH) >= 0);
    }
  }

  private final EventStore store;
  private final InstantSource clock;
  private final String controller;
  private final String instance;
  private long lastNanos;

  private final Map<Signature, Open> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signature, Open> eldest) {
          return size() > MAX_OPEN;
        }
      };

  EventSeries(EventStore store, InstantSource clock, String controller, String instance) {
    this.store = store;
    this.clock = clock;
    this.controller = controller;
    this.instance = instance.substring(0, Math.min(instance.length(), MAX_INSTANCE));
  }

  /** Writes an occurrence, or counts it. What the store throws goes on to the caller. */
  void record(Occurrence event) {
    Instant now = clock.instant();
    if (event.name().isPresent()) {
      store.create(toEvent(event, event.name().get(), now));
      return;
    }
    Signature signature = Signature.of(event);
    Open series = open.get(signature);
    if (series == null || series.isSilent(now)) {
      start(signature, event, now);
      return;
    }
    series.count++;
    series.observedAt = now;
    if (series.isDue(now)) {
      try {
        write(series, now);
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
          throw e;
        }
        start(signature, event, now); // events expire, after an hour by default
      }
    }
  }

  /** Writes the counts that are due and forgets the series that have ended. */
  void sweep() {
    Instant now = clock.instant();
    Iterator<Open> all = open.values().iterator();
    while (all.hasNext()) {
      Open series = all.next();
      boolean silent = series.isSilent(now);
      if (silent) {
        all.remove();
      }
      if (series.isDue(now) || silent && series.count > series.written) {
        write(series, now);
      }
    }
  }

  private void start(Signature signature, Occurrence event, Instant now) {
    open.remove(signature);
    Event created = toEvent(event, newName(event.regarding().getName(), now), now);
    store.create(created);
    open.put(signature, new Open(created, now));
  }

  private void write(Open series, Instant now) {
    store.updateSeries(series.namespace, series.name, series.count, micros(series.observedAt));
    series.written = series.count;
    series.writtenAt = now;
  }

  private Event toEvent(Occurrence event, String name, Instant now) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(event.regarding().getNamespace())
        .withName(name)
        .endMetadata()
        .withEventTime(micros(now))
        .withReportingController(controller)
        .withReportingInstance(instance)
        .withAction("Reconciling")
        .withType(event.type())
        .withReason(event.reason())
        .withNote(truncate(event.note()))
        .withRegarding(event.regarding())
        .build();
  }

  private static MicroTime micros(Instant time) {
    return new MicroTime(MICROS.format(time));
  }

  /** The object's name, as far as it fits, and the time in hexadecimal nanoseconds, never twice. */
  private String newName(String object, Instant now) {
    long nanos =
        Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    lastNanos = Math.max(nanos, lastNanos + 1);
    String suffix = Long.toHexString(lastNanos);
    int end = Math.min(object.length(), MAX_NAME - 1 - suffix.length());
    while (end > 0 && !Character.isLetterOrDigit(object.charAt(end - 1))) {
      end--; // each part of a name must end in a letter or digit
    }
    return object.substring(0, end) + "." + suffix;
  }

  /** Cuts between two characters, so that the API server's limit in bytes is kept. */
  static String truncate(String note) {
    if (note.getBytes(StandardCharsets.UTF_8).length <= MAX_NOTE_BYTES) {
      return note;
    }
    int room = MAX_NOTE_BYTES - ELLIPSIS.getBytes(StandardCharsets.UTF_8).length;
    int end = 0;
    while (end < note.length()) {
      int next = note.offsetByCodePoints(end, 1);
      room -= note.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
      if (room < 0) {
        break;
      }
      end = next;
    }
    return note.substring(0, end) + ELLIPSIS;
  }
}
