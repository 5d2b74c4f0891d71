package io.x_k8s.jobset.e2e.operator;

import io.fabric8.kubernetes.api.model.events.v1.Event;

/**
 * What an event tells.
 *
 * @param type Normal or Warning
 * @param reason machine-readable cause
 * @param note sentence for people
 * @param count how often it occurred, as far as the event says
 */
record JobSetEvent(String type, String reason, String note, int count) {

  static JobSetEvent of(Event event) {
    return new JobSetEvent(
        event.getType(),
        event.getReason(),
        event.getNote(),
        event.getSeries() == null ? 1 : event.getSeries().getCount());
  }
}
