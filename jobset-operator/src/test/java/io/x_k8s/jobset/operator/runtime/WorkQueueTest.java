package io.x_k8s.jobset.operator.runtime;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.x_k8s.jobset.operator.runtime.WorkQueue.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkQueueTest {
  private final FakeTime time = new FakeTime();
  private final WorkQueue<String> queue = new WorkQueue<>(time);

  @Test
  void keysAreServedFirstInFirstOut() {
    queue.add("a");
    queue.add("b");
    queue.add("a");
    queue.add("c");

    assertThat(takeAll()).containsExactly("a", "b", "c");
  }

  @Test
  void keyAddedOftenWaitsOnce() {
    queue.add("a");
    queue.add("a");

    assertThat(queue.depth()).isEqualTo(1);
    assertThat(takeAll()).containsExactly("a");
    assertThat(queue.adds()).isEqualTo(2);
  }

  @Test
  void keyInProcessingIsNotHandedOutTwice() {
    queue.add("a");
    assertThat(queue.poll()).isEqualTo("a");

    queue.add("a");
    assertThat(queue.poll()).isNull();
    assertThat(queue.depth()).isZero();

    queue.done("a");
    assertThat(queue.poll()).isEqualTo("a");
    queue.done("a");
    assertThat(queue.poll()).isNull();
  }

  @Test
  void keyAddedDuringProcessingGoesToTheEndOfTheLine() {
    queue.add("a");
    queue.poll();
    queue.add("a");
    queue.add("b");
    queue.done("a");

    assertThat(takeAll()).containsExactly("b", "a");
  }

  @Test
  void liveChangesGoBeforeTheBacklog() {
    queue.add("old-1", Priority.BACKLOG);
    queue.add("old-2", Priority.BACKLOG);
    queue.add("new-1");
    queue.add("new-2");

    assertThat(queue.depth(Priority.LIVE)).isEqualTo(2);
    assertThat(queue.depth(Priority.BACKLOG)).isEqualTo(2);
    assertThat(takeAll()).containsExactly("new-1", "new-2", "old-1", "old-2");
  }

  @Test
  void liveChangeLiftsKeyOutOfTheBacklog() {
    queue.add("a", Priority.BACKLOG);
    queue.add("b", Priority.BACKLOG);
    queue.add("b");
    queue.add("b", Priority.BACKLOG);

    assertThat(takeAll()).containsExactly("b", "a");
  }

  @Test
  void delayedKeyComesWhenItIsDue() {
    queue.addAfter("a", ofMillis(50));

    time.pass(ofMillis(50).minusNanos(1));
    assertThat(queue.poll()).isNull();
    time.pass(ofNanos(1));
    assertThat(queue.poll()).isEqualTo("a");
  }

  @Test
  void earliestOfSeveralDelaysHolds() {
    queue.addAfter("a", ofSeconds(10));
    queue.addAfter("a", ofSeconds(3));
    queue.addAfter("a", ofSeconds(5));

    time.pass(ofSeconds(3));
    assertThat(queue.poll()).isEqualTo("a");
    queue.done("a");
    time.pass(ofSeconds(10));
    assertThat(queue.poll()).as("later delays are settled").isNull();
  }

  @Test
  void burstOfEventsBecomesOneReconcileThatIsNeverPostponed() {
    for (int millis = 0; millis < 50; millis++) {
      queue.addAfter("a", ofMillis(50));
      assertThat(queue.poll()).isNull();
      time.pass(ofMillis(1));
    }

    assertThat(takeAll()).containsExactly("a");
    time.pass(ofSeconds(1));
    assertThat(takeAll()).isEmpty();
  }

  @Test
  void keyWithoutDelayDoesNotWaitForTheDelayedOne() {
    queue.addAfter("a", ofSeconds(10));
    queue.add("a");

    assertThat(queue.poll()).isEqualTo("a");
    queue.done("a");
    time.pass(ofSeconds(10));
    assertThat(queue.poll()).isNull();
  }

  @Test
  void delayedKeysThatAreDueTogetherComeInTheOrderOfTheirTimes() {
    queue.addAfter("late", ofSeconds(2));
    queue.addAfter("early", ofSeconds(1));
    queue.addAfter("twin-1", ofSeconds(3));
    queue.addAfter("twin-2", ofSeconds(3));

    time.pass(ofSeconds(5));
    assertThat(takeAll()).containsExactly("early", "late", "twin-1", "twin-2");
  }

  @Test
  void keyThatIsDueDuringProcessingWaitsForItsEnd() {
    queue.add("a");
    queue.poll();
    queue.addAfter("a", ofMillis(50));
    time.pass(ofMillis(50));
    assertThat(queue.poll()).isNull();

    queue.done("a");
    assertThat(queue.poll()).isEqualTo("a");
  }

  @Test
  void delayBeyondAllMeasureIsNoError() {
    queue.addAfter("a", Duration.ofSeconds(Long.MAX_VALUE));
    time.pass(Duration.ofDays(1000));

    assertThat(queue.poll()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "3, 20", "10, 2560", "18, 655360", "19, 1000000", "80, 1000000"})
  void backOffDoublesFromFiveMillisecondsToAThousandSeconds(int failures, long expectedMillis) {
    for (int i = 1; i < failures; i++) {
      queue.addRateLimited("a");
      time.pass(ofSeconds(1000));
      queue.done(queue.poll());
    }
    queue.addRateLimited("a");

    time.pass(ofMillis(expectedMillis).minusNanos(1));
    assertThat(queue.poll()).isNull();
    time.pass(ofNanos(1));
    assertThat(queue.poll()).isEqualTo("a");
    assertThat(queue.retries()).isEqualTo(failures);
  }

  @Test
  void successResetsTheBackOffOfThatKeyOnly() {
    for (String key : List.of("a", "b", "a", "b")) {
      queue.addRateLimited(key);
      time.pass(ofSeconds(1));
      queue.done(queue.poll());
    }
    queue.forget("a");
    queue.addRateLimited("a");
    queue.addRateLimited("b");

    time.pass(ofMillis(5));
    assertThat(takeAll()).containsExactly("a");
    time.pass(ofMillis(15));
    assertThat(takeAll()).containsExactly("b");
  }

  @Test
  void everyIdleWorkerGetsItsShareOfKeysThatAreDueTogether() throws InterruptedException {
    WorkQueue<Integer> real = new WorkQueue<>();
    Queue<Integer> taken = new ConcurrentLinkedQueue<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      // No worker says done, so each can only get one key.
      workers.add(Thread.ofVirtual().start(() -> takeOne(real, taken)));
    }
    await().until(() -> workers.stream().allMatch(w -> w.getState() == Thread.State.WAITING));
    for (int key = 0; key < 4; key++) {
      real.addAfter(key, ofMillis(20));
    }

    for (Thread worker : workers) {
      assertThat(worker.join(ofSeconds(10))).isTrue();
    }
    assertThat(taken).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  /** A worker that looks at the clock is awake. */
  @Test
  void workersThatWaitForADelayedKeySleep() throws InterruptedException {
    AtomicLong looks = new AtomicLong();
    WorkQueue<String> real =
        new WorkQueue<>(
            () -> {
              looks.incrementAndGet();
              return System.nanoTime();
            });
    Queue<String> taken = new ConcurrentLinkedQueue<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      workers.add(Thread.ofVirtual().start(() -> takeOne(real, taken)));
    }

    real.addAfter("a", ofMillis(500));
    await().untilAsserted(() -> assertThat(taken).containsExactly("a"));

    assertThat(looks).hasValueLessThan(200);
    real.shutDown();
    for (Thread worker : workers) {
      worker.join();
    }
  }

  @Test
  void delayedKeyComesAlthoughTheWorkerThatWaitedForItIsGone() throws InterruptedException {
    WorkQueue<String> real = new WorkQueue<>();
    Queue<String> taken = new ConcurrentLinkedQueue<>();
    real.addAfter("a", ofSeconds(3));
    Thread first =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    real.take();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
    Thread second = Thread.ofVirtual().start(() -> takeOne(real, taken));
    await().until(() -> second.getState() == Thread.State.WAITING);

    first.interrupt();

    await().untilAsserted(() -> assertThat(taken).containsExactly("a"));
    first.join();
    second.join();
  }

  @Test
  void shutDownSendsWaitingWorkersHomeAndKeepsTheKeys() throws InterruptedException {
    WorkQueue<String> real = new WorkQueue<>();
    Queue<String> taken = new ConcurrentLinkedQueue<>();
    Thread worker = Thread.ofVirtual().start(() -> takeOne(real, taken));
    real.shutDown();
    assertThat(worker.join(ofSeconds(10))).isTrue();

    real.add("a");
    assertThat(real.take()).isNull();
    real.open();
    assertThat(real.take()).isEqualTo("a");
  }

  private static <K> void takeOne(WorkQueue<K> queue, Queue<K> taken) {
    try {
      K key = queue.take();
      if (key != null) {
        taken.add(key);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> takeAll() {
    List<String> keys = new ArrayList<>();
    for (String key = queue.poll(); key != null; key = queue.poll()) {
      keys.add(key);
      queue.done(key);
    }
    return keys;
  }
}
