package io.x_k8s.jobset.operator.runtime;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.operator.runtime.EventRecorder.Occurrence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSeriesTest {
  private final FakeTime time = new FakeTime();
  private final Store store = new Store();
  private final EventSeries series = new EventSeries(store, time, "jobset", "jobset-host");

  @Test
  void eventCarriesWhatTheApiAsksFor() {
    series.record(new Occurrence(jobSet("js"), "Warning", "JobCreationFailed", "100% wrong: %s"));

    Event event = store.created.getFirst();
    assertThat(event.getMetadata().getNamespace()).isEqualTo("ns");
    assertThat(event.getMetadata().getName()).matches("js\\.[0-9a-f]{16}");
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-01-02T03:04:05.123456Z");
    assertThat(event.getAction()).isEqualTo("Reconciling");
    assertThat(event.getReportingController()).isEqualTo("jobset");
    assertThat(event.getReportingInstance()).isEqualTo("jobset-host");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("JobCreationFailed");
    assertThat(event.getNote()).as("taken literally").isEqualTo("100% wrong: %s");
    assertThat(event.getRegarding()).isEqualTo(jobSet("js"));
    assertThat(event.getSeries()).isNull();
  }

  @Test
  void secondEqualOccurrenceWritesCountTwoAtOnceAndFurtherOnesWait() {
    occur("a");
    time.pass(ofSeconds(1));
    occur("a");
    occur("a");
    occur("a");

    assertThat(store.created).hasSize(1);
    assertThat(store.updates).containsExactly(nameOf(0) + " 2 2026-01-02T03:04:06.123456Z");
  }

  @Test
  void countIsRefreshedEveryThirtyMinutes() {
    for (int minute = 0; minute <= 61; minute++) {
      occur("a");
      series.sweep();
      time.pass(ofMinutes(1));
    }

    assertThat(store.created).hasSize(1);
    assertThat(store.updates)
        .containsExactly(
            nameOf(0) + " 2 2026-01-02T03:05:05.123456Z",
            nameOf(0) + " 32 2026-01-02T03:35:05.123456Z",
            nameOf(0) + " 62 2026-01-02T04:05:05.123456Z");
  }

  @Test
  void seriesEndsAfterSixMinutesOfSilenceWithItsLastCount() {
    occur("a");
    occur("a");
    occur("a");
    time.pass(ofMinutes(6).plusSeconds(1));
    series.sweep();
    assertThat(store.updates).hasSize(2).last().asString().contains(nameOf(0) + " 3 ");

    occur("a");
    assertThat(store.created).hasSize(2);
    assertThat(nameOf(1)).isNotEqualTo(nameOf(0));
  }

  @Test
  void silenceEndsASeriesEvenBeforeTheNextSweep() {
    occur("a");
    time.pass(ofMinutes(6).plusSeconds(1));
    occur("a");

    assertThat(store.created).hasSize(2);
    assertThat(store.updates).isEmpty();
  }

  @Test
  void differentNotesReasonsTypesOrObjectsAreDifferentEvents() {
    series.record(new Occurrence(jobSet("js"), "Normal", "A", "one"));
    series.record(new Occurrence(jobSet("js"), "Normal", "A", "two"));
    series.record(new Occurrence(jobSet("js"), "Normal", "B", "one"));
    series.record(new Occurrence(jobSet("js"), "Warning", "A", "one"));
    series.record(new Occurrence(jobSet("other"), "Normal", "A", "one"));

    assertThat(store.created).hasSize(5);
    assertThat(store.created).extracting(e -> e.getMetadata().getName()).doesNotHaveDuplicates();
    assertThat(store.updates).isEmpty();
  }

  @Test
  void newVersionOfTheObjectIsStillTheSameObject() {
    series.record(new Occurrence(jobSet("js"), "Normal", "A", "one"));
    ObjectReference later =
        new ObjectReferenceBuilder(jobSet("js")).withResourceVersion("77").build();
    series.record(new Occurrence(later, "Normal", "A", "one"));

    assertThat(store.created).hasSize(1);
    assertThat(store.updates).hasSize(1);
  }

  @Test
  void givenNameIsUsedEachTime() {
    Occurrence terminal =
        new Occurrence(jobSet("js"), "Normal", "AllJobsCompleted", "done", Optional.of("js.u1"));
    series.record(terminal);
    series.record(terminal);

    assertThat(store.created).extracting(e -> e.getMetadata().getName()).containsOnly("js.u1");
    assertThat(store.updates).isEmpty();
  }

  @Test
  void expiredEventIsMadeAnew() {
    occur("a");
    store.failWith = 404;
    occur("a");

    assertThat(store.created).hasSize(2);
  }

  @Test
  void eventThatWasNotWrittenIsNotCounted() {
    store.failWith = 500;
    assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> occur("a"));
    store.failWith = 0;
    occur("a");

    assertThat(store.created).hasSize(1);
    assertThat(store.updates).isEmpty();
  }

  @Test
  void rememberedSeriesAreBounded() {
    occur("first");
    for (int i = 0; i < 5000; i++) {
      occur("note " + i);
    }
    occur("first");

    assertThat(store.created).hasSize(5002);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 236, 237, 253})
  void nameOfTheEventIsLegalHoweverLongTheObjectsName(int length) {
    String object = "a".repeat(length - 1) + (length == 236 ? "-" : "b");
    series.record(new Occurrence(jobSet(object), "Normal", "A", "one"));

    assertThat(nameOf(0))
        .hasSizeLessThanOrEqualTo(253)
        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  }

  @Test
  void cutNamesDoNotEndInADash() {
    String object = "a".repeat(235) + "-" + "b".repeat(10);
    series.record(new Occurrence(jobSet(object), "Normal", "A", "one"));

    assertThat(nameOf(0)).matches("a{235}\\.[0-9a-f]{16}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "€", "😀"})
  void longNoteIsCutBetweenCharacters(String character) {
    String note = "x" + character.repeat(1100);
    String cut = EventSeries.truncate(note);

    byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
    assertThat(bytes).hasSizeBetween(1021, 1024);
    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(cut);
    assertThat(cut).endsWith("…");
    assertThat(note).startsWith(cut.substring(0, cut.length() - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "é"})
  void shortNoteIsLeftAlone(String note) {
    assertThat(EventSeries.truncate(note)).isEqualTo(note);
  }

  @Test
  void noteOfExactlyTheLimitIsLeftAlone() {
    assertThat(EventSeries.truncate("x".repeat(1024))).hasSize(1024).doesNotContain("…");
    assertThat(EventSeries.truncate("x".repeat(1025))).isEqualTo("x".repeat(1021) + "…");
  }

  private void occur(String note) {
    series.record(new Occurrence(jobSet("js"), "Warning", "Test", note));
  }

  private String nameOf(int index) {
    return store.created.get(index).getMetadata().getName();
  }

  private static ObjectReference jobSet(String name) {
    return new ObjectReferenceBuilder()
        .withApiVersion("jobset.x-k8s.io/v1alpha2")
        .withKind("JobSet")
        .withNamespace("ns")
        .withName(name)
        .withUid("uid-of-" + name)
        .build();
  }

  private static final class Store implements EventStore {
    private final List<Event> created = new ArrayList<>();
    private final List<String> updates = new ArrayList<>();
    private int failWith;

    @Override
    public void create(Event event) {
      if (failWith >= 500) {
        throw new KubernetesClientException("failed", failWith, null);
      }
      created.add(event);
    }

    @Override
    public void updateSeries(String namespace, String name, int count, MicroTime lastObserved) {
      if (failWith != 0) {
        throw new KubernetesClientException("failed", failWith, null);
      }
      assertThat(namespace).isEqualTo("ns");
      updates.add(name + " " + count + " " + lastObserved.getTime());
    }
  }
}
