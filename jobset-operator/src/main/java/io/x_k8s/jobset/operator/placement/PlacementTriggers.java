package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.observe.NodeRecord;
import io.x_k8s.jobset.operator.observe.PodsAndNodes;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.operator.runtime.WorkQueue;
import io.x_k8s.jobset.operator.runtime.WorkQueue.Priority;
import java.time.Duration;

/**
 * Decides which changes call for a look at the Pods of which Job: all of a leader that lives, the
 * creation of a follower, and changed labels of a leader's node.
 */
final class PlacementTriggers {
  /** Followers come in crowds; one look tells about all. */
  private static final Duration COALESCING = Duration.ofMillis(50);

  private final PodsAndNodes cluster;
  private final WorkQueue<String> queue;

  private PlacementTriggers(PodsAndNodes cluster, WorkQueue<String> queue) {
    this.cluster = cluster;
    this.queue = queue;
  }

  static void connect(PodsAndNodes cluster, WorkQueue<String> queue) {
    PlacementTriggers triggers = new PlacementTriggers(cluster, queue);
    cluster.addPodListener(triggers::podChanged);
    cluster.addNodeListener(triggers::nodeChanged);
  }

  private void podChanged(PodRecord before, PodRecord after, boolean initial) {
    if (after == null || !after.isLive() || after.placement().isEmpty()) {
      return;
    }
    boolean isNew = before == null || !before.uid().equals(after.uid());
    boolean isLeader = JobPods.placement(after).leader();
    if (isNew || isLeader && !after.tellsTheSameAs(before)) {
      look(after, initial);
    }
  }

  private void nodeChanged(NodeRecord before, NodeRecord after, boolean initial) {
    if (after == null
        || initial // the first listing of Pods tells of all leaders
        || before != null && before.labels().equals(after.labels())) {
      return;
    }
    cluster.leadersOn(after.name()).forEach(leader -> look(leader, false));
  }

  private void look(PodRecord pod, boolean initial) {
    if (initial) {
      queue.add(PodsAndNodes.jobOf(pod), Priority.BACKLOG);
    } else {
      queue.addAfter(PodsAndNodes.jobOf(pod), COALESCING);
    }
  }
}
