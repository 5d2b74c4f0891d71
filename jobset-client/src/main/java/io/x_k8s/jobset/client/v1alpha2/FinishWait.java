package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One wait for the end of one JobSet.
 *
 * <p>An informer keeps the newest state of the object, over reconnections; the waiting thread looks
 * at it whenever something may have changed. Only that thread decides, on the state alone, so
 * nothing depends on which events come, and in which order.
 */
final class FinishWait {

  private final JobSetResource resource;
  private final Consumer<? super JobSet> listener;
  private final Semaphore changes = new Semaphore(0);
  private Optional<String> uid;
  private Optional<JobSet> lastSeen = Optional.empty();

  FinishWait(JobSetResource resource, Consumer<? super JobSet> listener) {
    this.resource = resource;
    this.listener = Objects.requireNonNull(listener, "listener");
    this.uid = Optional.ofNullable(resource.getItem()).map(FinishWait::uid);
  }

  JobSetOutcome await(Duration timeout) throws InterruptedException {
    var start = System.nanoTime();
    try (SharedIndexInformer<JobSet> informer = resource.runnableInformer(0)) {
      var started = start(informer);
      while (true) {
        // Unlike toNanos(), this takes the longest of durations.
        var nanos = TimeUnit.NANOSECONDS.convert(timeout.minusNanos(System.nanoTime() - start));
        if (!changes.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
          return new JobSetOutcome.TimedOut(lastSeen);
        }
        changes.drainPermits();
        var outcome = look(informer, started);
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
    }
  }

  /** Completes when the store has what the server has. */
  private CompletableFuture<Void> start(SharedIndexInformer<JobSet> informer) {
    informer
        // Given any state, it lists what is stored now; otherwise what a cache of the server has,
        // in which a JobSet that was just created may be missing.
        .initialState(Stream.empty())
        .addEventHandler(new WakeUp(changes))
        .exceptionHandler(FinishWait::isWorthRetrying);
    informer.stopped().whenComplete((none, failure) -> changes.release());
    var started = informer.start().toCompletableFuture();
    started.whenComplete((none, failure) -> changes.release());
    return started;
  }

  /** What fails at the start, after the client's own attempts, is about access or addresses. */
  private static boolean isWorthRetrying(boolean started, Throwable failure) {
    return started && !ExceptionHandler.isDeserializationException(failure);
  }

  private Optional<JobSetOutcome> look(
      SharedIndexInformer<JobSet> informer, CompletableFuture<Void> started) {
    throwFailure(started);
    throwFailure(informer.stopped().toCompletableFuture());
    var now = informer.getStore().list().stream().findFirst();
    if (now.isEmpty() && !started.isDone()) {
      return Optional.empty();
    }
    if (now.isEmpty() || uid.isPresent() && !uid.equals(now.map(FinishWait::uid))) {
      return Optional.of(new JobSetOutcome.Deleted(lastSeen));
    }
    if (!now.equals(lastSeen)) {
      uid = now.map(FinishWait::uid);
      lastSeen = now;
      listener.accept(now.get());
    }
    return now.flatMap(FinishWait::end);
  }

  private static Optional<JobSetOutcome> end(JobSet jobSet) {
    var status = jobSet.getStatus();
    if (status == null || status.getConditions() == null) {
      return Optional.empty();
    }
    return status.getConditions().stream()
        .filter(condition -> "True".equals(condition.getStatus()))
        .flatMap(condition -> end(jobSet, condition))
        .findFirst();
  }

  private static Stream<JobSetOutcome> end(JobSet jobSet, Condition condition) {
    return switch (Objects.requireNonNullElse(condition.getType(), "")) {
      case JobSetConditions.COMPLETED -> Stream.of(new JobSetOutcome.Completed(jobSet));
      case JobSetConditions.FAILED ->
          Stream.of(
              new JobSetOutcome.Failed(
                  jobSet,
                  Objects.requireNonNullElse(condition.getReason(), ""),
                  Objects.requireNonNullElse(condition.getMessage(), "")));
      default -> Stream.empty();
    };
  }

  private static String uid(JobSet jobSet) {
    return jobSet.getMetadata() == null ? null : jobSet.getMetadata().getUid();
  }

  private static void throwFailure(CompletableFuture<?> phase) {
    if (!phase.isCompletedExceptionally()) {
      return;
    }
    try {
      phase.join();
    } catch (CompletionException e) {
      throw failure(causeOf(e));
    }
  }

  private static KubernetesClientException failure(Throwable cause) {
    var message = "The JobSet cannot be followed: " + cause.getMessage();
    if (!(cause instanceof KubernetesClientException answer)) {
      return new KubernetesClientException(message, cause);
    }
    if (answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
      message =
          "JobSet is not installed in this cluster: its API server does not know %s of %s. Install the CRD."
              .formatted(JobSet.PLURAL, JobSet.API_VERSION);
    }
    return new KubernetesClientException(
        message, answer, answer.getCode(), answer.getStatus(), (HttpRequest) null);
  }

  private static Throwable causeOf(Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
