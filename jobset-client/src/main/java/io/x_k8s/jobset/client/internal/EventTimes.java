package io.x_k8s.jobset.client.internal;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * When an event happened, and how often. Some controllers record through {@code v1} and fill in
 * {@code count} and two timestamps, others through {@code events.k8s.io/v1} and fill in {@code
 * eventTime} and {@code series}; the API server shows either in both APIs.
 */
public final class EventTimes {

  private EventTimes() {}

  /**
   * When it happened first.
   *
   * @param event the event
   * @return the epoch if it does not tell
   */
  public static Instant first(Event event) {
    return micro(event.getEventTime())
        .or(() -> parsed(event.getFirstTimestamp()))
        .orElseGet(() -> created(event));
  }

  /**
   * When it happened last, as far as that was written.
   *
   * @param event the event
   * @return the epoch if it does not tell
   */
  public static Instant last(Event event) {
    return Optional.ofNullable(event.getSeries())
        .flatMap(series -> micro(series.getLastObservedTime()))
        .or(() -> parsed(event.getLastTimestamp()))
        .orElseGet(() -> first(event));
  }

  /**
   * How often it happened, as far as that was written.
   *
   * @param event the event
   * @return at least 1
   */
  public static int count(Event event) {
    if (event.getSeries() != null && event.getSeries().getCount() != null) {
      return Math.max(1, event.getSeries().getCount());
    }
    return Math.max(1, Objects.requireNonNullElse(event.getCount(), 1));
  }

  private static Instant created(Event event) {
    return Optional.ofNullable(event.getMetadata())
        .flatMap(metadata -> parsed(metadata.getCreationTimestamp()))
        .orElse(Instant.EPOCH);
  }

  private static Optional<Instant> micro(MicroTime time) {
    return Optional.ofNullable(time).flatMap(value -> parsed(value.getTime()));
  }

  private static Optional<Instant> parsed(String time) {
    return Optional.ofNullable(time).filter(text -> !text.isEmpty()).map(Instant::parse);
  }
}
