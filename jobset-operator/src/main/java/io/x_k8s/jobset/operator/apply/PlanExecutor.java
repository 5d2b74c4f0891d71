package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.operator.metrics.JobSetMetrics;
import io.x_k8s.jobset.operator.plan.Action;
import io.x_k8s.jobset.operator.plan.Plan;
import io.x_k8s.jobset.operator.plan.PlannedEvent;
import io.x_k8s.jobset.operator.plan.Stage;
import io.x_k8s.jobset.operator.plan.StatusWrite;
import io.x_k8s.jobset.operator.plan.TerminalEvent;
import io.x_k8s.jobset.operator.runtime.EventRecorder;
import io.x_k8s.jobset.operator.runtime.WriteFence;
import io.x_k8s.jobset.operator.runtime.WriteLimiter;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Carries out plans, stage by stage. After a stage that failed no other is begun, but the status
 * still tells what holds, and the pass is repeated later.
 */
public final class PlanExecutor {
  /** Reason of the event that says why nothing happens. */
  private static final String CANNOT_GO_ON = "CannotGoOn";

  private final Writes writes;
  private final ActionRunner runner;
  private final WriteLimiter limiter;
  private final WriteObserver observer;
  private final JobSetEvents events;
  private final JobSetMetrics metrics;
  private final StatusPacing pacing = new StatusPacing(System::nanoTime);

  /** Names of the events that told of the end of JobSets, by UID. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  /** By the UIDs of JobSets whose last pass failed. */
  private final Map<String, FailedActions> failedBefore = new ConcurrentHashMap<>();

  /**
   * @param client the cluster
   * @param timeout how long one request may take
   * @param fence whether this process may write at all
   * @param limiter bounds the writes in flight
   * @param observer learns from the answers
   * @param events where events go
   * @param metrics counts the JobSets that end
   */
  public PlanExecutor(
      KubernetesClient client,
      Duration timeout,
      WriteFence fence,
      WriteLimiter limiter,
      WriteObserver observer,
      EventRecorder events,
      JobSetMetrics metrics) {
    this.writes = new Writes(new ApiRequests(client, timeout, fence));
    this.runner = new ActionRunner(writes, observer);
    this.limiter = limiter;
    this.observer = observer;
    this.events = new JobSetEvents(events);
    this.metrics = metrics;
  }

  /**
   * Carries out a plan; blocks until it is done.
   *
   * @param jobSet the JobSet as it was when the plan was made
   * @param plan the plan
   * @throws WriteFence.Closed if this process may not write any more
   */
  public Outcome execute(JobSet jobSet, Plan plan) {
    List<String> problems = new ArrayList<>();
    plan.problem().ifPresent(problems::add);
    plan.problem()
        .map(problem -> PlannedEvent.warning(CANNOT_GO_ON, problem))
        .ifPresent(event -> record(jobSet, event));
    plan.events().forEach(event -> record(jobSet, event));

    int stagesDone = 0;
    FailedActions failed = FailedActions.NONE;
    for (Stage stage : plan.stages()) {
      failed = run(jobSet, stage);
      if (!failed.isEmpty()) {
        List<String> failures = List.copyOf(failed.messages().values());
        problems.addAll(failures);
        stage.failureReason().ifPresent(reason -> record(jobSet, warning(reason, failures)));
        break;
      }
      stagesDone++;
    }
    remember(jobSet, failed);

    Optional<Duration> comeBackIn = plan.comeBackIn();
    Optional<StatusWrite> status = plan.statusAfter(stagesDone);
    if (status.isPresent()) {
      // A pass that failed is repeated after a back-off that may be long: what is known now has to
      // be
      // told now.
      Optional<Duration> wait =
          problems.isEmpty() ? pacing.wait(jobSet, status.get()) : Optional.empty();
      if (wait.isPresent()) {
        comeBackIn = earlier(comeBackIn, wait.get());
      } else if (!writeStatus(jobSet, status.get(), problems)) {
        return new Outcome.Conflict();
      }
    }
    return problems.isEmpty() ? new Outcome.Done(comeBackIn) : new Outcome.Failed(problems);
  }

  /** Reads a JobSet anew after a conflict, so that the next pass does not repeat it. */
  public void refresh(JobSet jobSet) {
    String namespace = jobSet.getMetadata().getNamespace();
    String name = jobSet.getMetadata().getName();
    try {
      observer.wrote(writes.readJobSet(namespace, name).join());
    } catch (CompletionException e) {
      if (ApiException.of(e).isNotFound()) {
        observer.deletedJobSet(namespace, name, jobSet.getMetadata().getUid());
      }
      // Anything else the watch will mend.
    }
  }

  /** Tells that a JobSet has ended, unless this process has told it already. */
  public void tellOnce(JobSet jobSet, TerminalEvent event) {
    if (!event.name().equals(told.put(jobSet.getMetadata().getUid(), event.name()))) {
      events.record(jobSet, event.event(), Optional.of(event.name()));
    }
  }

  /** Forgets what it remembers of a JobSet that is gone. */
  public void forget(JobSet jobSet) {
    pacing.forget(jobSet.getMetadata().getUid());
    failedBefore.remove(jobSet.getMetadata().getUid());
    told.remove(jobSet.getMetadata().getUid());
  }

  private FailedActions run(JobSet jobSet, Stage stage) {
    return failedBefore
        .getOrDefault(jobSet.getMetadata().getUid(), FailedActions.NONE)
        .retry(stage.actions(), actions -> run(jobSet, actions));
  }

  private void remember(JobSet jobSet, FailedActions failed) {
    if (failed.isEmpty()) {
      failedBefore.remove(jobSet.getMetadata().getUid());
    } else {
      failedBefore.put(jobSet.getMetadata().getUid(), failed);
    }
  }

  /** Tries all actions, at the same time as far as the limits allow, and tells what failed. */
  private Map<Action, String> run(JobSet jobSet, List<Action> actions) {
    Map<Action, CompletableFuture<Void>> running = new LinkedHashMap<>();
    for (Action action : actions) {
      running.put(action, write(jobSet, () -> runner.run(jobSet, action)));
    }
    Map<Action, String> failures = new LinkedHashMap<>();
    running.forEach(
        (action, answer) -> {
          try {
            answer.join();
          } catch (CompletionException e) {
            failures.put(action, ApiException.of(e).getMessage());
          }
        });
    return failures;
  }

  /** Writes the status and tells of it; gives false if somebody else wrote in between. */
  private boolean writeStatus(JobSet jobSet, StatusWrite status, List<String> problems) {
    try {
      observer.wrote(write(jobSet, () -> writes.writeStatus(jobSet, status.status())).join());
    } catch (CompletionException e) {
      ApiException refusal = ApiException.of(e);
      if (refusal.isConflict() || refusal.isNotFound()) {
        return false;
      }
      problems.add("the status could not be written: " + refusal.getMessage());
      return true;
    }
    pacing.written(jobSet, status);
    status.finishedAs().ifPresent(state -> metrics.finished(jobSet, state));
    Optional<TerminalEvent> terminal = TerminalEvent.of(jobSet, status.status());
    for (PlannedEvent event : status.events()) {
      terminal
          .filter(known -> known.event().equals(event))
          .ifPresentOrElse(known -> tellOnce(jobSet, known), () -> record(jobSet, event));
    }
    return true;
  }

  private <T> CompletableFuture<T> write(JobSet jobSet, Supplier<CompletableFuture<T>> write) {
    return limiter.submit(jobSet.getMetadata().getUid(), write);
  }

  private void record(JobSet jobSet, PlannedEvent event) {
    events.record(jobSet, event, Optional.empty());
  }

  /** The parts are sorted, so that repetitions are equal and become a series. */
  private static PlannedEvent warning(String reason, List<String> failures) {
    return PlannedEvent.warning(
        reason, String.join("\n", failures.stream().sorted().distinct().toList()));
  }

  private static Optional<Duration> earlier(Optional<Duration> one, Duration other) {
    return Optional.of(one.filter(delay -> delay.compareTo(other) < 0).orElse(other));
  }
}
