package io.x_k8s.jobset.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WriteLimiterTest {
  private final RateLimiter unlimited = new RateLimiter(-1, 1);
  private final List<String> started = new CopyOnWriteArrayList<>();
  private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();

  @Test
  void noMoreThanTheMaximumIsInFlight() {
    WriteLimiter limiter = new WriteLimiter(2, unlimited);
    for (int i = 0; i < 5; i++) {
      submit(limiter, "a", "a" + i);
    }

    await().until(() -> started.size() == 2);
    assertThat(limiter.inFlight()).isEqualTo(2);
    for (int done = 0; done < 5; done++) {
      int expected = Math.min(done + 1, 5);
      await().until(() -> started.size() >= expected);
      assertThat(limiter.inFlight()).isLessThanOrEqualTo(2);
      answers.get(started.get(done)).complete("ok");
    }
    assertThat(started).containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "a4");
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void ownersTakeTurns() {
    WriteLimiter limiter = new WriteLimiter(1, unlimited);
    for (int i = 0; i < 1000; i++) {
      submit(limiter, "big", "big-" + i);
    }
    submit(limiter, "small", "small-0");
    submit(limiter, "third", "third-0");
    submit(limiter, "third", "third-1");

    for (int i = 0; i < 7; i++) {
      int next = i;
      await().until(() -> started.size() > next);
      answers.get(started.get(i)).complete("ok");
    }
    assertThat(List.copyOf(started).subList(0, 7))
        .containsExactly("big-0", "big-1", "small-0", "third-0", "big-2", "third-1", "big-3");
  }

  @Test
  void answerAndFailureReachTheCaller() {
    WriteLimiter limiter = new WriteLimiter(1, unlimited);

    assertThat(limiter.submit("a", () -> CompletableFuture.completedFuture("yes")))
        .succeedsWithin(java.time.Duration.ofSeconds(10))
        .isEqualTo("yes");
    assertThat(
            limiter.submit("a", () -> CompletableFuture.failedFuture(new RuntimeException("no"))))
        .failsWithin(java.time.Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining("no");
  }

  @Test
  void writeThatCannotEvenStartFreesItsPlace() {
    WriteLimiter limiter = new WriteLimiter(1, unlimited);
    CompletableFuture<String> throwing =
        limiter.submit(
            "a",
            () -> {
              throw new IllegalStateException("broken");
            });
    CompletableFuture<String> nothing = limiter.submit("a", () -> null);

    assertThat(throwing).failsWithin(java.time.Duration.ofSeconds(10));
    assertThat(nothing).failsWithin(java.time.Duration.ofSeconds(10));
    assertThat(limiter.submit("a", () -> CompletableFuture.completedFuture("yes")))
        .succeedsWithin(java.time.Duration.ofSeconds(10));
    assertThat(limiter.inFlight()).isZero();
  }

  @Test
  void writesStartNoFasterThanTheRate() {
    FakeTime time = new FakeTime();
    WriteLimiter limiter = new WriteLimiter(50, new RateLimiter(0.001, 2, time));
    for (int i = 0; i < 5; i++) {
      submit(limiter, "a", "a" + i);
    }

    await().until(() -> started.size() == 2 && limiter.inFlight() == 5);
    assertThat(started).hasSize(2);
  }

  private void submit(WriteLimiter limiter, String owner, String write) {
    limiter.submit(
        owner,
        () -> {
          CompletableFuture<String> answer = new CompletableFuture<>();
          answers.put(write, answer);
          started.add(write);
          return answer;
        });
  }
}
