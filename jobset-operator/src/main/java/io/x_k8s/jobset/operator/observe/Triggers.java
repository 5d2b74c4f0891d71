package io.x_k8s.jobset.operator.observe;

import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.operator.plan.InPlacePod;
import io.x_k8s.jobset.operator.plan.InPlaceRestart;
import io.x_k8s.jobset.operator.plan.JobRecord;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.operator.plan.ServiceRecord;
import io.x_k8s.jobset.operator.runtime.ObjectKey;
import io.x_k8s.jobset.operator.runtime.WorkQueue;
import io.x_k8s.jobset.operator.runtime.WorkQueue.Priority;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Decides which changes of the cluster call for a pass over which JobSet. Changes of children come
 * in crowds, so a pass waits a moment for more of them.
 */
public final class Triggers {
  private static final Duration COALESCING = Duration.ofMillis(50);

  private final ClusterCaches caches;
  private final WorkQueue<ObjectKey> queue;
  private final Consumer<JobSet> forgetter;

  private Triggers(ClusterCaches caches, WorkQueue<ObjectKey> queue, Consumer<JobSet> forgetter) {
    this.caches = caches;
    this.queue = queue;
    this.forgetter = forgetter;
  }

  /**
   * From now on changes put the JobSets that they concern into the queue.
   *
   * @param caches what changes
   * @param pods what changes too
   * @param queue where JobSets are put
   * @param forgetter is told of each JobSet that is gone
   */
  public static void connect(
      ClusterCaches caches,
      PodsAndNodes pods,
      WorkQueue<ObjectKey> queue,
      Consumer<JobSet> forgetter) {
    Triggers triggers = new Triggers(caches, queue, forgetter);
    caches.jobSets().addListener(triggers::jobSetChanged);
    caches.jobs().addListener(triggers::jobChanged);
    caches.services().addListener(triggers::serviceChanged);
    pods.pods().addListener(triggers::podChanged);
  }

  private void jobSetChanged(JobSet before, JobSet after, boolean initial) {
    if (before != null && !isSame(before, after)) {
      forgetter.accept(before);
    }
    if (after == null) {
      queue.add(key(before), Priority.LIVE);
    } else {
      queue.add(key(after), initial ? Priority.BACKLOG : Priority.LIVE);
    }
  }

  private static boolean isSame(JobSet before, JobSet after) {
    return after != null && before.getMetadata().getUid().equals(after.getMetadata().getUid());
  }

  private void jobChanged(JobRecord before, JobRecord after, boolean initial) {
    if (initial || (before != null && after != null && before.tellsTheSameAs(after))) {
      return;
    }
    childChanged((after == null ? before : after).ownerUid());
  }

  /**
   * Pods may be listed after the JobSet's first pass. Most of what happens to a Pod, its creation
   * included, tells in-place restarts nothing.
   */
  private void podChanged(PodRecord before, PodRecord after, boolean initial) {
    Optional<InPlacePod> told = told(before);
    if (!told.equals(told(after))) {
      PodRecord pod = after == null ? before : after;
      caches
          .jobSets()
          .get(pod.namespace(), pod.jobSet())
          .filter(InPlaceRestart::isWantedBy)
          .ifPresent(jobSet -> queue.addAfter(key(jobSet), COALESCING));
    }
  }

  private static Optional<InPlacePod> told(PodRecord pod) {
    return pod == null ? Optional.empty() : pod.inPlaceRestart();
  }

  private void serviceChanged(ServiceRecord before, ServiceRecord after, boolean initial) {
    if (initial || before == null) {
      return;
    }
    childChanged(before.controllerUid());
    if (after == null) {
      whoWantsService(before.namespace(), before.name())
          .forEach(jobSet -> queue.addAfter(key(jobSet), COALESCING));
    }
  }

  /** A foreign Service may have stood in the way of a JobSet that wants its name. */
  private Stream<JobSet> whoWantsService(String namespace, String name) {
    return caches.jobSets().all().stream()
        .filter(jobSet -> namespace.equals(jobSet.getMetadata().getNamespace()))
        .filter(jobSet -> name.equals(JobSetNames.subdomain(jobSet)));
  }

  private void childChanged(String ownerUid) {
    caches.jobSets().byIndex(ownerUid).forEach(owner -> queue.addAfter(key(owner), COALESCING));
  }

  private static ObjectKey key(JobSet jobSet) {
    return new ObjectKey(jobSet.getMetadata().getNamespace(), jobSet.getMetadata().getName());
  }
}
