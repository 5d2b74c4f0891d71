package io.x_k8s.jobset.client.v1alpha2.logs;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.client.internal.LiveObjects;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Those that there are, until the JobSet has ended. */
final class FollowedContainers implements RunningContainers {

  private final PodsOfJobSet pods;
  private final String uid;
  private final Runnable changed;
  private final LiveObjects<Pod> livePods;
  private final LiveObjects<JobSet> liveJobSet;
  private final AtomicBoolean mayHaveChanged = new AtomicBoolean(true);
  private Optional<List<Pod>> last = Optional.empty();

  FollowedContainers(PodsOfJobSet pods, KubernetesClient client, JobSet jobSet, Runnable changed) {
    var metadata = jobSet.getMetadata();
    this.pods = pods;
    this.changed = changed;
    this.uid = metadata.getUid();
    this.livePods =
        new LiveObjects<>(
            pods.informer(),
            pods.attempt("list and watch"),
            () -> {
              mayHaveChanged.set(true);
              changed.run();
            });
    this.liveJobSet =
        new LiveObjects<>(
            client
                .resources(JobSet.class)
                .inNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .runnableInformer(0),
            Attempt.onJobSets("list and watch", metadata.getNamespace()),
            changed);
  }

  @Override
  public Optional<List<ContainerRun>> changed() {
    if (!mayHaveChanged.getAndSet(false)) {
      return Optional.empty();
    }
    // What was listed at the end counts even if the watch has not begun by then.
    return livePods.now().or(() -> last).map(this::withLast).map(pods::runs);
  }

  /**
   * The two watches do not keep step: the end of the JobSet may be seen before its last Pods. So
   * when it has come, Pods are listed once more.
   */
  @Override
  public boolean isOver() {
    if (!hasEnded()) {
      return false;
    }
    if (last.isEmpty()) {
      last = Optional.of(pods.list().stream().map(SlimPods::slim).toList());
      mayHaveChanged.set(true);
      changed.run();
    }
    return !mayHaveChanged.get();
  }

  @Override
  public void close() {
    livePods.close();
    liveJobSet.close();
  }

  private boolean hasEnded() {
    return liveJobSet.now().filter(found -> found.stream().noneMatch(this::goesOn)).isPresent();
  }

  private boolean goesOn(JobSet jobSet) {
    return uid.equals(jobSet.getMetadata().getUid()) && !new JobSetView(jobSet).isFinished();
  }

  /** What the watch knows goes before what was listed. */
  private List<Pod> withLast(List<Pod> watched) {
    var all = new LinkedHashMap<String, Pod>();
    last.ifPresent(listed -> listed.forEach(pod -> all.put(pod.getMetadata().getUid(), pod)));
    watched.forEach(pod -> all.put(pod.getMetadata().getUid(), pod));
    return List.copyOf(all.values());
  }
}
