package io.x_k8s.jobset.operator.runtime;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.operator.runtime.EventRecorder.Occurrence;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRecorderTest {
  private final Store store = new Store();
  private final EventRecorder recorder =
      new EventRecorder(
          store,
          InstantSource.system(),
          "jobset",
          "jobset-host",
          new EventRecorder.Patience(3, ofMillis(10), ofMillis(20)));

  @AfterEach
  void close() {
    store.gate.countDown();
    recorder.close(ofSeconds(0));
  }

  @Test
  void callersAreNotBlockedByAServerThatDoesNotAnswer() {
    store.hold = true;
    for (int i = 0; i < 100; i++) {
      recorder.record(occurrence("note " + i));
    }
    assertThat(store.notes).isEmpty();

    store.gate.countDown();
    await().untilAsserted(() -> assertThat(store.notes).hasSize(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {Store.NO_ANSWER, 429, 500, 503})
  void writeThatMaySucceedLaterIsRepeated(int code) {
    store.failures.add(code);
    recorder.record(occurrence("late"));

    await().untilAsserted(() -> assertThat(store.notes).containsExactly("late"));
    assertThat(store.attempts).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 422})
  void writeThatTheServerRefusesIsGivenUpAndTheNextOneIsMade(int code) {
    store.failures.add(code);
    recorder.record(occurrence("refused"));
    recorder.record(occurrence("good"));

    await().untilAsserted(() -> assertThat(store.notes).containsExactly("good"));
    assertThat(store.attempts).hasValue(2);
  }

  /** Quotas answer so when they are written at the same time; the event is not there. */
  @Test
  void conflictThatIsNotAboutTheNameIsNoSuccess() {
    store.failures.add(409);
    recorder.record(occurrence("late"));

    await().untilAsserted(() -> assertThat(store.notes).containsExactly("late"));
  }

  @Test
  void writeThatFailsTooOftenIsGivenUp() {
    Collections.addAll(store.failures, 500, 503, Store.NO_ANSWER);
    recorder.record(occurrence("given up"));
    recorder.record(occurrence("good"));

    await().untilAsserted(() -> assertThat(store.notes).containsExactly("good"));
    assertThat(store.attempts).hasValue(4);
  }

  @Test
  void eventThatMustExistIsNotGivenUpNorDoesItHoldUpOthers() {
    Collections.addAll(store.failures, 500, 503, Store.NO_ANSWER);
    recorder.record(named("must exist"));
    recorder.record(occurrence("good"));

    await().untilAsserted(() -> assertThat(store.notes).containsExactly("good", "must exist"));
  }

  @Test
  void eventThatMustExistIsGivenUpWhenItIsRefused() {
    store.failures.add(403);
    recorder.record(named("refused"));
    recorder.record(occurrence("good"));

    await().untilAsserted(() -> assertThat(store.notes).containsExactly("good"));
    assertThat(store.attempts).hasValue(2);
  }

  @Test
  void existingEventCountsAsWritten() {
    store.failures.add(Store.ALREADY_EXISTS);
    recorder.record(occurrence("a"));
    recorder.record(occurrence("a"));

    await().untilAsserted(() -> assertThat(store.updates).containsExactly(2));
    assertThat(store.attempts).hasValue(1);
  }

  @Test
  void closingWritesWhatWaits() {
    for (int i = 0; i < 100; i++) {
      recorder.record(occurrence("note " + i));
    }
    recorder.close();

    assertThat(store.notes).hasSize(100);
  }

  @Test
  void closingDoesNotWaitForAnAbsentServer() {
    for (int i = 0; i < 100_000; i++) {
      store.failures.add(Store.NO_ANSWER);
    }
    recorder.record(named("lost"));
    await().until(() -> store.attempts.get() > 0);
    recorder.close(ofMillis(10));

    assertThat(store.notes).isEmpty();
  }

  @Test
  void whatIsTooMuchIsDropped() {
    store.hold = true;
    for (int i = 0; i < 11_000; i++) {
      recorder.record(occurrence("note " + i));
    }
    store.gate.countDown();

    await().untilAsserted(() -> assertThat(store.notes).hasSizeBetween(10_000, 10_001));
  }

  private static Occurrence occurrence(String note) {
    return new Occurrence(
        new ObjectReferenceBuilder().withNamespace("ns").withName("js").build(),
        "Normal",
        "Test",
        note);
  }

  private static Occurrence named(String note) {
    Occurrence occurrence = occurrence(note);
    return new Occurrence(
        occurrence.regarding(),
        occurrence.type(),
        occurrence.reason(),
        occurrence.note(),
        Optional.of("name"));
  }

  private static final class Store implements EventStore {
    private static final int ALREADY_EXISTS = -409;
    private static final int NO_ANSWER = -1;

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<Integer> updates = new CopyOnWriteArrayList<>();
    private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean hold;

    @Override
    public void create(Event event) {
      attempts.incrementAndGet();
      if (hold) {
        try {
          gate.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new KubernetesClientException("interrupted");
        }
      }
      Integer code = failures.poll();
      if (code != null) {
        throw failure(code);
      }
      notes.add(event.getNote());
    }

    private static KubernetesClientException failure(int code) {
      return switch (code) {
        case ALREADY_EXISTS ->
            new KubernetesClientException(
                "exists", 409, new StatusBuilder().withReason("AlreadyExists").build());
        case NO_ANSWER ->
            new KubernetesClientException("An error has occurred.", new IOException("reset"));
        default -> new KubernetesClientException("failed", code, null);
      };
    }

    @Override
    public void updateSeries(String namespace, String name, int count, MicroTime lastObserved) {
      updates.add(count);
    }
  }
}
