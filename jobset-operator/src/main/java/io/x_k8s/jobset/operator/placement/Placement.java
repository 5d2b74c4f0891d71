package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.apply.JobSetEvents;
import io.x_k8s.jobset.operator.apply.PodEvictor;
import io.x_k8s.jobset.operator.observe.ClusterView;
import io.x_k8s.jobset.operator.observe.PodsAndNodes;
import io.x_k8s.jobset.operator.runtime.Controller;
import io.x_k8s.jobset.operator.runtime.WorkQueue;
import io.x_k8s.jobset.operator.runtime.WorkQueue.Priority;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.time.InstantSource;

/** The controller that keeps followers with their leaders. Works in the elected process only. */
public final class Placement {
  private static final int WORKERS = 4;

  private final PodsAndNodes cluster;
  private final WorkQueue<String> queue = new WorkQueue<>();
  private final PlacementReconciler reconciler;
  private final Controller<String> controller;

  /**
   * @param cluster Pods and nodes, which this begins to listen to
   * @param view JobSets and their Jobs
   * @param evictor evicts Pods
   * @param events where events of JobSets go
   * @param clock tells how long a leader waits
   */
  public Placement(
      PodsAndNodes cluster,
      ClusterView view,
      PodEvictor evictor,
      JobSetEvents events,
      InstantSource clock) {
    this.cluster = cluster;
    this.reconciler = new PlacementReconciler(cluster, view, evictor, events, clock);
    this.controller = new Controller<>("placement", queue, reconciler, WORKERS);
    PlacementTriggers.connect(cluster, queue);
  }

  /** Begins to work, on winning the lease. */
  public void start() {
    controller.start();
    cluster.exclusivePods().stream()
        .map(PodsAndNodes::jobOf)
        .distinct()
        .forEach(job -> queue.add(job, Priority.BACKLOG));
  }

  /** See {@link Controller#stop}. */
  public boolean stop(Duration drain) throws InterruptedException {
    return controller.stop(drain);
  }

  /** Forgets what it remembers of a JobSet that is gone. */
  public void forget(JobSet jobSet) {
    reconciler.forget(jobSet);
  }
}
