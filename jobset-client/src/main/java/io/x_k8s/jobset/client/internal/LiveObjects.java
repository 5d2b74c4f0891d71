package io.x_k8s.jobset.client.internal;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Some objects of the cluster as they are now, over lost connections and restarts of the API
 * server. Whoever needs them looks again after each call of {@code changed}, which comes from a
 * thread of the client; so nothing depends on which events come, and in which order.
 *
 * @param <T> kind of the objects
 */
public final class LiveObjects<T extends HasMetadata> implements AutoCloseable {

  private final SharedIndexInformer<T> informer;
  private final Attempt attempt;
  private final CompletableFuture<Void> started;

  /**
   * Begins to follow.
   *
   * @param informer of the objects, not started yet; closed with this
   * @param attempt what is asked of the server, for its refusals
   * @param changed called after each change, and when something has failed
   */
  public LiveObjects(SharedIndexInformer<T> informer, Attempt attempt, Runnable changed) {
    this.informer = informer;
    this.attempt = attempt;
    informer
        // Given any state, it lists what is stored now; otherwise what a cache of the server has,
        // in which an object that was just created may be missing.
        .initialState(Stream.empty())
        .addEventHandler(new Wakeup<>(changed))
        .exceptionHandler(LiveObjects::isWorthRetrying);
    whenEnded(informer.stopped(), changed);
    this.started = informer.start().toCompletableFuture();
    whenEnded(started, changed);
  }

  /**
   * The objects as they were last heard of.
   *
   * @return empty until the server has answered
   * @throws KubernetesClientException if they cannot be followed: no access, no such resource, no
   *     server, or an answer that cannot be understood
   */
  public Optional<List<T>> now() {
    throwFailure(started);
    throwFailure(informer.stopped().toCompletableFuture());
    var objects = informer.getStore().list();
    return objects.isEmpty() && !started.isDone() ? Optional.empty() : Optional.of(objects);
  }

  /** Ends the watch. */
  @Override
  public void close() {
    informer.close();
  }

  /** What fails at the start, after the client's own attempts, is about access or addresses. */
  private static boolean isWorthRetrying(boolean started, Throwable failure) {
    return started && !ExceptionHandler.isDeserializationException(failure);
  }

  private static void whenEnded(CompletionStage<Void> phase, Runnable changed) {
    phase.whenComplete((none, failure) -> changed.run());
  }

  private void throwFailure(CompletableFuture<?> phase) {
    if (!phase.isCompletedExceptionally()) {
      return;
    }
    try {
      phase.join();
    } catch (CompletionException e) {
      throw failure(causeOf(e));
    }
  }

  private KubernetesClientException failure(Throwable cause) {
    return cause instanceof KubernetesClientException answer
        ? attempt.failed(answer)
        : new KubernetesClientException(
            "%s cannot be followed: %s".formatted(attempt.resource(), cause.getMessage()), cause);
  }

  private static Throwable causeOf(Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** What an event is about, the store knows better. */
  private record Wakeup<T>(Runnable changed) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T added) {
      changed.run();
    }

    @Override
    public void onUpdate(T before, T after) {
      changed.run();
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
      changed.run();
    }
  }
}
