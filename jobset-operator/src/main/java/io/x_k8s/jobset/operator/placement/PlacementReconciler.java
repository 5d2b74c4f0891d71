package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.apply.JobSetEvents;
import io.x_k8s.jobset.operator.apply.PodEvictor;
import io.x_k8s.jobset.operator.observe.ClusterView;
import io.x_k8s.jobset.operator.observe.PodsAndNodes;
import io.x_k8s.jobset.operator.plan.EventName;
import io.x_k8s.jobset.operator.plan.JobRecord;
import io.x_k8s.jobset.operator.plan.PlannedEvent;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.operator.runtime.Reconciler;
import io.x_k8s.jobset.operator.runtime.RetryQuietly;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One look at the Pods of one Job: evicts followers that were sent to another domain than their
 * leader's, and explains followers that wait for it. Keys are those of {@link PodsAndNodes#jobOf}.
 */
final class PlacementReconciler implements Reconciler<String> {
  /** Pods or nodes are not known yet, so that nothing can be said about any Job. */
  private static final class NotListedException extends Exception implements RetryQuietly {
    private static final long serialVersionUID = 1L;

    NotListedException() {
      super("the Pods and nodes of the cluster are not listed yet");
    }
  }

  /** A Job's Pods cannot be judged, or not be evicted. */
  private static final class PlacementException extends Exception {
    private static final long serialVersionUID = 1L;

    PlacementException(PodRecord pod, List<String> problems) {
      // What failed is a request or an object: where the exception was made tells nobody anything.
      super(
          "JobSet %s/%s: %s".formatted(pod.namespace(), pod.jobSet(), String.join("; ", problems)),
          null,
          false,
          false);
    }
  }

  private final PodsAndNodes cluster;
  private final ClusterView view;
  private final PodEvictor evictor;
  private final JobSetEvents events;
  private final InstantSource clock;

  /** Names of the events that told of waits, by UID of the JobSet. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  PlacementReconciler(
      PodsAndNodes cluster,
      ClusterView view,
      PodEvictor evictor,
      JobSetEvents events,
      InstantSource clock) {
    this.cluster = cluster;
    this.view = view;
    this.evictor = evictor;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public Result reconcile(String job) throws NotListedException, PlacementException {
    if (!cluster.knowPlacement()) {
      throw new NotListedException();
    }
    Collection<PodRecord> pods = cluster.podsOfJob(job);
    PlacementRepair repair = PlacementRepair.of(pods, cluster::node);
    List<String> problems = new ArrayList<>(repair.problem().stream().toList());
    if (!repair.evictions().isEmpty()) {
      tellOfEvictions(repair.evictions());
      problems.addAll(evictor.evict(repair.evictions()));
    }
    if (!problems.isEmpty()) {
      throw new PlacementException(pods.iterator().next(), problems);
    }
    return LeaderWait.of(pods).map(this::explain).orElseGet(Result::done);
  }

  void forget(JobSet jobSet) {
    told.remove(jobSet.getMetadata().getUid());
  }

  private void tellOfEvictions(List<PodRecord> pods) {
    PodRecord first = pods.getFirst();
    view.jobSet(first.namespace(), first.jobSet())
        .ifPresent(
            jobSet ->
                events.record(
                    jobSet,
                    PlannedEvent.warning(
                        PodEvictor.REASON,
                        "job \"%s\": %d follower Pods are made anew, because not all were sent to the topology domain of their leader"
                            .formatted(jobName(first), pods.size())),
                    Optional.empty()));
  }

  private Result explain(LeaderWait wait) {
    PodRecord leader = wait.leader();
    Optional<JobSet> jobSet = view.jobSet(leader.namespace(), leader.jobSet());
    if (jobSet.isEmpty() || !hasFollowers(leader)) {
      return Result.done();
    }
    String name = nameOfEvent(jobSet.get());
    String uid = jobSet.get().getMetadata().getUid();
    if (name.equals(told.get(uid))) {
      return Result.done();
    }
    Duration left = wait.untilTold(clock.instant());
    if (left.isPositive()) {
      return Result.requeueAfter(left);
    }
    if (!name.equals(told.put(uid, name))) {
      events.record(
          jobSet.get(),
          wait.event(cluster.leadersOf(leader.namespace(), leader.jobSet())),
          Optional.of(name));
    }
    return Result.done();
  }

  /** Once for each attempt, and for each time that a changed spec, such as a resume, begins. */
  private static String nameOfEvent(JobSet jobSet) {
    Integer restarts = jobSet.getStatus() == null ? null : jobSet.getStatus().getRestarts();
    return EventName.of(
        jobSet,
        LeaderWait.REASON,
        String.valueOf(restarts),
        String.valueOf(jobSet.getMetadata().getGeneration()));
  }

  private boolean hasFollowers(PodRecord leader) {
    return view.job(leader.namespace(), jobName(leader))
        .filter(job -> job.uid().equals(leader.controllerUid()))
        .map(JobRecord::parallelism)
        .filter(parallelism -> parallelism > 1)
        .isPresent();
  }

  /** The Job controller names Pods {@code <job>-<completion index>-<random>}. */
  private static String jobName(PodRecord pod) {
    return pod.name().replaceFirst("-[^-]*-[^-]*$", "");
  }
}
