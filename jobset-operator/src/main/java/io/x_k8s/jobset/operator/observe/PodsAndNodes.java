package io.x_k8s.jobset.operator.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.operator.apply.PodObserver;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.plan.InPlaceRestart;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.operator.runtime.ApiListWatch;
import io.x_k8s.jobset.operator.runtime.ObjectCache;
import io.x_k8s.jobset.operator.runtime.Reflector;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Slim records of Pods and nodes. They are watched only from the moment that something needs them,
 * and only the Pods that matter are kept: most clusters have thousands, and few JobSets that ask
 * for exclusive placement or in-place restarts.
 */
public final class PodsAndNodes implements PodObserver, AutoCloseable {
  private static final int NAME_PARTS = 5;
  private static final String FIRST_INDEX = "-0";

  private final ObjectCache<PodRecord> pods =
      new ObjectCache<>(
          new ObjectCache.Identity<>(
              PodRecord::namespace, PodRecord::name, PodRecord::uid, PodRecord::resourceVersion),
          PodsAndNodes::indexValues);
  private final ObjectCache<NodeRecord> nodes =
      new ObjectCache<>(
          new ObjectCache.Identity<>(
              node -> "", NodeRecord::name, NodeRecord::uid, NodeRecord::resourceVersion));
  private final boolean inPlaceRestarts;
  private final Reflector<PodRecord> podReflector;
  private final Reflector<NodeRecord> nodeReflector;
  private final List<Reflector<?>> started = new CopyOnWriteArrayList<>();
  private volatile boolean synced;

  /**
   * Watches nothing yet.
   *
   * @param client the cluster
   * @param mapper decodes what the cluster sends
   * @param gates feature gates; without that of in-place restarts no Pod is kept for them
   */
  public PodsAndNodes(KubernetesClient client, ObjectMapper mapper, FeatureGates gates) {
    this.inPlaceRestarts = gates.isEnabled(FeatureGate.IN_PLACE_RESTART);
    this.podReflector =
        new Reflector<>(
            "Pod",
            new ApiListWatch<>(
                client, mapper, Pod.class, Optional.of(JobSetLabels.JOBSET_NAME), this::ofInterest),
            pods);
    this.nodeReflector =
        new Reflector<>(
            "Node",
            new ApiListWatch<>(
                client,
                mapper,
                Node.class,
                Optional.empty(),
                // A node is large, and its status is written every few minutes.
                ApiListWatch.Scope.METADATA,
                PodRecords::of),
            nodes);
  }

  private PodRecord ofInterest(Pod pod) {
    PodRecord record = PodRecords.of(pod);
    boolean tells = inPlaceRestarts && record.inPlaceRestart().isPresent();
    return tells || record.placement().isPresent() ? record : null;
  }

  /**
   * From now on a JobSet that asks for exclusive placement has Pods and nodes watched, and one that
   * asks for in-place restarts has Pods watched.
   */
  public void serve(ClusterCaches caches) {
    caches
        .jobSets()
        .addListener(
            (before, after, initial) -> {
              if (after != null && !placementIsServed() && ExclusiveJobSets.isOne(after)) {
                servePlacement();
              }
              if (after != null && inPlaceRestarts && InPlaceRestart.isWantedBy(after)) {
                serveInPlaceRestarts();
              }
            });
  }

  /** Starts to watch what exclusive placement needs, unless that has happened. */
  public synchronized void servePlacement() {
    watch(podReflector);
    watch(nodeReflector);
  }

  private synchronized void serveInPlaceRestarts() {
    watch(podReflector);
  }

  private boolean placementIsServed() {
    return started.contains(nodeReflector);
  }

  private void watch(Reflector<?> reflector) {
    if (!started.contains(reflector)) {
      started.add(reflector);
      reflector.start();
    }
  }

  /** Whether what exclusive placement needs is watched, and has been listed once. */
  public boolean knowPlacement() {
    return podReflector.hasSynced() && nodeReflector.hasSynced();
  }

  /**
   * Whether all that was needed when this was first asked has been listed. That stays true: what is
   * needed for the first time later must not make a working process unready.
   */
  public boolean hasSynced() {
    synced = synced || started.stream().allMatch(Reflector::hasSynced);
    return synced;
  }

  /**
   * Waits until all that is needed now has been listed; false if that takes longer than allowed.
   */
  public boolean awaitSync(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Reflector<?> reflector : started) {
      if (!reflector.awaitSync(Duration.ofNanos(deadline - System.nanoTime()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether no list or watch has died. */
  public boolean isHealthy() {
    return started.stream().allMatch(Reflector::isHealthy);
  }

  /** Adds someone who hears of every change of a Pod that is kept. */
  public void addPodListener(ObjectCache.Listener<PodRecord> listener) {
    pods.addListener(listener);
  }

  /** Adds someone who hears of every change of a node. */
  public void addNodeListener(ObjectCache.Listener<NodeRecord> listener) {
    nodes.addListener(listener);
  }

  @Override
  public void wrote(Pod pod) {
    PodRecord record = ofInterest(pod);
    if (record != null) {
      pods.wrote(record);
    }
  }

  @Override
  public void deletedPod(String namespace, String name, String uid) {
    pods.deleted(namespace, name, uid);
  }

  ObjectCache<PodRecord> pods() {
    return pods;
  }

  /** All Pods of exclusive placement. */
  public Collection<PodRecord> exclusivePods() {
    return pods.all().stream().filter(pod -> pod.placement().isPresent()).toList();
  }

  /** The node of this name. */
  public Optional<NodeRecord> node(String name) {
    return nodes.get("", name);
  }

  /** The Pods of exclusive placement that have the same {@link #jobOf}. */
  public Collection<PodRecord> podsOfJob(String job) {
    return pods.byIndex(jobValue(job));
  }

  /**
   * The Pods of exclusive placement whose name is this and one part more.
   *
   * @param namespace their namespace
   * @param baseName {@code <job>-0}, where the job's name has at least three parts
   */
  public Collection<PodRecord> podsNamed(String namespace, String baseName) {
    return pods.byIndex(nameValue(namespace, baseName));
  }

  /** The leaders that were sent to a node. */
  public Collection<PodRecord> leadersOn(String node) {
    return pods.byIndex(nodeValue(node));
  }

  /** The leaders of the Jobs of a JobSet. */
  public Collection<PodRecord> leadersOf(String namespace, String jobSet) {
    return pods.byIndex(jobSetValue(namespace, jobSet));
  }

  /** The Pods with the name of a JobSet that tell in-place restarts something. */
  public Collection<PodRecord> podsThatTell(String namespace, String jobSet) {
    return pods.byIndex(restartsValue(namespace, jobSet));
  }

  /** What the Pods of one Job have in common: its UID; a Pod without one stands for itself. */
  public static String jobOf(PodRecord pod) {
    return pod.controllerUid().isEmpty() ? pod.uid() : pod.controllerUid();
  }

  /**
   * The name of a Pod without its last part, by which a leader is found.
   *
   * @return empty for a name of fewer than five parts
   */
  static Optional<String> baseName(String pod) {
    return pod.split("-", NAME_PARTS).length < NAME_PARTS
        ? Optional.empty()
        : Optional.of(pod.substring(0, pod.lastIndexOf('-')));
  }

  private static List<String> indexValues(PodRecord pod) {
    List<String> values = new ArrayList<>();
    if (pod.inPlaceRestart().isPresent()) {
      values.add(restartsValue(pod.namespace(), pod.jobSet()));
    }
    if (pod.placement().isEmpty()) {
      return values;
    }
    values.add(jobValue(jobOf(pod)));
    baseName(pod.name())
        .filter(name -> name.endsWith(FIRST_INDEX)) // nobody asks for others
        .ifPresent(name -> values.add(nameValue(pod.namespace(), name)));
    if (pod.placement().get().leader()) {
      values.add(jobSetValue(pod.namespace(), pod.jobSet()));
      if (pod.placement().get().isScheduled()) {
        values.add(nodeValue(pod.placement().get().nodeName()));
      }
    }
    return values;
  }

  private static String restartsValue(String namespace, String jobSet) {
    return "restarts " + namespace + "/" + jobSet;
  }

  private static String jobValue(String job) {
    return "job " + job;
  }

  private static String nameValue(String namespace, String baseName) {
    return "name " + namespace + "/" + baseName;
  }

  private static String jobSetValue(String namespace, String jobSet) {
    return "jobset " + namespace + "/" + jobSet;
  }

  private static String nodeValue(String node) {
    return "node " + node;
  }

  @Override
  public void close() {
    started.forEach(Reflector::close);
  }
}
