package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.operator.runtime.WriteFence;
import io.x_k8s.jobset.operator.runtime.WriteLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evicts Pods: marks each as the target of a disruption, so that a {@code podFailurePolicy} can
 * leave its end out of account, and deletes it in the background.
 */
public final class PodEvictor {
  /** Why Pods are evicted: reason of the condition and of the event. */
  public static final String REASON = "ExclusivePlacementViolation";

  private static final Logger LOG = LoggerFactory.getLogger(PodEvictor.class);
  private static final String MESSAGE = "Pod violated JobSet exclusive placement policy";
  private static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";

  private final ApiRequests api;
  private final WriteLimiter limiter;
  private final PodObserver observer;
  private final InstantSource clock;

  /**
   * @param client the cluster
   * @param timeout how long one request may take
   * @param fence whether this process may write at all
   * @param limiter bounds the writes in flight
   * @param observer learns from the answers
   * @param clock the time of the condition
   */
  public PodEvictor(
      KubernetesClient client,
      Duration timeout,
      WriteFence fence,
      WriteLimiter limiter,
      PodObserver observer,
      InstantSource clock) {
    this.api = new ApiRequests(client, timeout, fence);
    this.limiter = limiter;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Evicts Pods of one Job, as many at the same time as the limits allow; blocks until all is done.
   *
   * @return what failed, a sentence each
   * @throws WriteFence.Closed if this process may not write any more
   */
  public List<String> evict(Collection<PodRecord> pods) {
    Map<PodRecord, CompletableFuture<Void>> running = new LinkedHashMap<>();
    for (PodRecord pod : pods) {
      running.put(pod, limiter.submit(pod.controllerUid(), () -> evict(pod)));
    }
    List<String> problems = new ArrayList<>();
    running.forEach(
        (pod, answer) -> {
          try {
            answer.join();
          } catch (CompletionException e) {
            problems.add(
                "follower pod \"%s\" could not be evicted: %s"
                    .formatted(pod.name(), ApiException.of(e).getMessage()));
          }
        });
    return problems;
  }

  private CompletableFuture<Void> evict(PodRecord pod) {
    CompletableFuture<Void> marked = isMarked(pod) ? done() : mark(pod);
    return marked
        .thenCompose(then -> delete(pod))
        .exceptionallyCompose(
            failure ->
                when(
                    failure,
                    ApiException::isNotFound,
                    () -> observer.deletedPod(pod.namespace(), pod.name(), pod.uid())));
  }

  private static boolean isMarked(PodRecord pod) {
    return pod.placement().filter(placement -> placement.disrupted()).isPresent();
  }

  /** Without the right to mark it, the Pod is deleted all the same: its place is the wrong one. */
  private CompletableFuture<Void> mark(PodRecord pod) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("type", "DisruptionTarget");
    condition.put("status", "True");
    condition.put("reason", REASON);
    condition.put("message", MESSAGE);
    condition.put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    Map<String, Object> patch =
        Map.of(
            "metadata", Map.of("uid", pod.uid()),
            "status", Map.of("conditions", List.of(condition)));
    return api.patch(path(pod) + "/status", STRATEGIC_MERGE_PATCH, patch, Pod.class)
        .thenAccept(observer::wrote)
        .exceptionallyCompose(
            failure ->
                when(
                    failure,
                    ApiException::isForbidden,
                    () ->
                        LOG.warn(
                            "Pod {}/{} is deleted without the condition DisruptionTarget:"
                                + " grant the operator \"patch\" on \"pods/status\" ({})",
                            pod.namespace(),
                            pod.name(),
                            ApiException.of(failure).getMessage())));
  }

  private CompletableFuture<Void> delete(PodRecord pod) {
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withPropagationPolicy("Background")
            .withNewPreconditions()
            .withUid(pod.uid())
            .endPreconditions()
            .build();
    return api.delete(path(pod), options)
        .thenAccept(
            answer -> {
              if (api.read(answer, HasMetadata.class) instanceof Pod deleted) {
                observer.wrote(deleted);
              } else {
                observer.deletedPod(pod.namespace(), pod.name(), pod.uid());
              }
            });
  }

  private static CompletableFuture<Void> when(
      Throwable failure, Predicate<ApiException> expected, Runnable then) {
    ApiException e = ApiException.of(failure);
    if (!expected.test(e)) {
      return CompletableFuture.failedFuture(e);
    }
    then.run();
    return done();
  }

  private static String path(PodRecord pod) {
    return "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
