package io.x_k8s.jobset.operator.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.x_k8s.jobset.operator.runtime.Reconciler.Result;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ControllerTest {
  private final WorkQueue<String> queue = new WorkQueue<>();
  private final Queue<String> reconciled = new ConcurrentLinkedQueue<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Controller.class);
  private Controller<String> controller;

  @BeforeEach
  void listenToTheLog() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() throws InterruptedException {
    logger.detachAppender(log);
    if (controller != null) {
      controller.stop(ofSeconds(10));
    }
  }

  @Test
  void everyKeyIsReconciled() {
    start(4, this::remember);
    queue.add("a");
    queue.add("b");

    await().untilAsserted(() -> assertThat(reconciled).containsExactlyInAnyOrder("a", "b"));
  }

  @Test
  @Tag("controller:Z-006")
  void oneKeyIsNeverReconciledTwiceAtOnce() {
    Set<String> inFlight = ConcurrentHashMap.newKeySet();
    AtomicInteger overlaps = new AtomicInteger();
    AtomicInteger passes = new AtomicInteger();
    start(
        8,
        key -> {
          if (!inFlight.add(key)) {
            overlaps.incrementAndGet();
          }
          Thread.yield();
          inFlight.remove(key);
          passes.incrementAndGet();
          return Result.done();
        });
    for (int i = 0; i < 20_000; i++) {
      queue.add("key-" + i % 3);
    }

    await().until(() -> queue.depth() == 0 && inFlight.isEmpty());
    assertThat(overlaps).hasValue(0);
    assertThat(passes).hasPositiveValue();
  }

  @Test
  void failureIsLoggedWithItsKeyAndRetriedUntilItSucceeds() {
    AtomicInteger attempts = new AtomicInteger();
    start(
        1,
        key -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
          return remember(key);
        });
    queue.add("ns/a");

    await().until(() -> !reconciled.isEmpty());
    assertThat(queue.retries()).isEqualTo(2);
    assertThat(log.list)
        .filteredOn(event -> event.getLevel() == Level.ERROR)
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.getFormattedMessage()).contains("test", "ns/a"));
  }

  @Test
  void conflictIsRetriedWithoutBeingLoggedAsAnError() {
    AtomicInteger attempts = new AtomicInteger();
    start(
        1,
        key -> {
          if (attempts.incrementAndGet() == 1) {
            throw new WriteFence.Closed();
          }
          return remember(key);
        });
    queue.add("a");

    await().until(() -> !reconciled.isEmpty());
    assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  @Test
  void noThrowableEndsAWorker() {
    start(
        1,
        key -> {
          if (key.equals("bad")) {
            throw new StackOverflowError();
          }
          return remember(key);
        });
    queue.add("bad");
    queue.add("good");

    await().untilAsserted(() -> assertThat(reconciled).contains("good"));
  }

  @Test
  void requestedReturnComesWithoutAnyChange() {
    start(
        1,
        key -> {
          remember(key);
          return reconciled.size() < 3 ? Result.requeueAfter(ofSeconds(0)) : Result.done();
        });
    queue.add("a");

    await().untilAsserted(() -> assertThat(reconciled).hasSize(3));
    assertThat(queue.retries()).as("coming back is no failure").isZero();
  }

  @Test
  void stopWaitsForWhatIsInFlightAndTakesNothingNew() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    start(
        1,
        key -> {
          entered.countDown();
          proceed.await();
          return remember(key);
        });
    queue.add("in-flight");
    entered.await();
    queue.add("waiting");
    Thread.ofVirtual()
        .start(
            () -> {
              await().until(() -> queue.depth() == 1);
              proceed.countDown();
            });

    assertThat(controller.stop(ofSeconds(10))).isTrue();
    assertThat(reconciled).containsExactly("in-flight");

    controller.start();
    await().untilAsserted(() -> assertThat(reconciled).containsExactly("in-flight", "waiting"));
  }

  @Test
  void reconcileThatOutlastsTheDrainIsInterrupted() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    start(
        1,
        key -> {
          entered.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return Result.done();
        });
    queue.add("a");
    entered.await();

    assertThat(controller.stop(ofSeconds(0))).isFalse();
    await().until(() -> interrupted.getCount() == 0);
  }

  @Test
  void startingTwiceIsRefused() {
    start(1, this::remember);

    assertThatIllegalStateException().isThrownBy(controller::start).withMessageContaining("test");
  }

  private Result remember(String key) {
    reconciled.add(key);
    return Result.done();
  }

  private void start(int workers, Reconciler<String> reconciler) {
    controller = new Controller<>("test", queue, reconciler, workers);
    controller.start();
  }
}
