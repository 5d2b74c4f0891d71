package io.x_k8s.jobset.e2e.operator;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Something that goes wrong with requests of a kind, until it is closed or used up. */
final class ApiFault implements AutoCloseable {

  /** What a fault does to one request. */
  sealed interface Effect {
    record None() implements Effect {}

    /** The request is carried out, but the operator does not hear of it. */
    record LoseAnswer() implements Effect {}

    /** The request is lost: it is not carried out, and the operator does not hear of it. */
    record LoseRequest() implements Effect {}

    /** The request is answered with this, and not carried out. */
    record Refuse(int code, String status) implements Effect {}

    /** The request is carried out, and answered with this all the same. */
    record Misreport(int code, String status) implements Effect {}
  }

  private final Predicate<ApiRequest> which;
  private final Effect effect;
  private final Duration delay;
  private final int times;
  private final AtomicInteger met = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  private ApiFault(Predicate<ApiRequest> which, Effect effect, Duration delay, int times) {
    this.which = which;
    this.effect = effect;
    this.delay = delay;
    this.times = times;
  }

  /** Answers with an error in place of the server. */
  static ApiFault refuse(Predicate<ApiRequest> which, int code, String reason, String message) {
    return new ApiFault(
        which,
        new Effect.Refuse(code, status(code, reason, message)),
        Duration.ZERO,
        Integer.MAX_VALUE);
  }

  /** What the API server says when it refuses. */
  static String status(int code, String reason, String message) {
    return Serialization.asJson(
        new StatusBuilder()
            .withCode(code)
            .withReason(reason)
            .withMessage(message)
            .withStatus("Failure")
            .build());
  }

  /** Carries requests out, but cuts the connection instead of answering. */
  static ApiFault loseAnswers(Predicate<ApiRequest> which) {
    return new ApiFault(which, new Effect.LoseAnswer(), Duration.ZERO, Integer.MAX_VALUE);
  }

  /** Lets each request wait before it is carried out. */
  static ApiFault delay(Predicate<ApiRequest> which, Duration delay) {
    return new ApiFault(which, new Effect.None(), delay, Integer.MAX_VALUE);
  }

  /** Lets requests wait until this fault is closed. */
  static ApiFault hold(Predicate<ApiRequest> which) {
    return delay(which, Duration.ofMinutes(5));
  }

  /** The same, but only for so many requests. */
  ApiFault times(int times) {
    return new ApiFault(which, effect, delay, times);
  }

  /** How many requests have met it. */
  int met() {
    return Math.min(met.get(), times);
  }

  Effect meet(ApiRequest request) throws InterruptedException {
    if (closed.getCount() == 0 || !which.test(request) || met.incrementAndGet() > times) {
      return new Effect.None();
    }
    if (delay.isPositive() && closed.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
      return new Effect.None();
    }
    return effect;
  }

  /** Things go well again; what waits goes on. */
  @Override
  public void close() {
    closed.countDown();
  }
}
