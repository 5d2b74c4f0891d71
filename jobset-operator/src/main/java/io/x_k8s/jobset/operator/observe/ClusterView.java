package io.x_k8s.jobset.operator.observe;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.operator.apply.WriteObserver;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.plan.InPlaceRestart;
import io.x_k8s.jobset.operator.plan.JobRecord;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.operator.plan.ServiceRecord;
import io.x_k8s.jobset.operator.plan.Snapshot;
import io.x_k8s.jobset.operator.runtime.ObjectKey;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Puts together what one pass may look at, and keeps what the answers to writes have taught that no
 * watch would tell.
 */
public final class ClusterView implements WriteObserver {
  private final ClusterCaches caches;
  private final PodsAndNodes pods;
  private final FeatureGates gates;
  private final InstantSource clock;
  private final Map<String, Set<String>> claimsWithoutLabel = new ConcurrentHashMap<>();
  private final Set<String> refusedResumes = ConcurrentHashMap.newKeySet();

  /**
   * @param caches what watches tell
   * @param pods what watches tell of Pods
   * @param gates feature gates
   * @param clock the time of a pass
   */
  public ClusterView(
      ClusterCaches caches, PodsAndNodes pods, FeatureGates gates, InstantSource clock) {
    this.caches = caches;
    this.pods = pods;
    this.gates = gates;
    this.clock = clock;
    caches
        .jobs()
        .addListener(
            (before, after, initial) -> {
              if (after == null || (before != null && !before.uid().equals(after.uid()))) {
                refusedResumes.remove(before.uid());
              }
            });
  }

  /** Everything about a JobSet; empty if there is none of that name. */
  public Optional<Snapshot> snapshot(ObjectKey key) {
    return caches.jobSets().get(key.namespace(), key.name()).map(this::snapshot);
  }

  /** The JobSet of this name. */
  public Optional<JobSet> jobSet(String namespace, String name) {
    return caches.jobSets().get(namespace, name);
  }

  /** The child Job of this name. */
  public Optional<JobRecord> job(String namespace, String name) {
    return caches.jobs().get(namespace, name);
  }

  private Snapshot snapshot(JobSet jobSet) {
    String uid = jobSet.getMetadata().getUid();
    return new Snapshot(
        jobSet,
        caches.jobs().byIndex(uid),
        podsOf(jobSet),
        serviceOf(jobSet),
        claimsOf(jobSet),
        Set.copyOf(refusedResumes),
        gates,
        clock.instant());
  }

  private Collection<PodRecord> podsOf(JobSet jobSet) {
    return InPlaceRestart.isWantedBy(jobSet)
        ? pods.podsThatTell(jobSet.getMetadata().getNamespace(), jobSet.getMetadata().getName())
        : List.of();
  }

  private Optional<ServiceRecord> serviceOf(JobSet jobSet) {
    return caches
        .services()
        .get(jobSet.getMetadata().getNamespace(), JobSetNames.subdomain(jobSet));
  }

  private Set<String> claimsOf(JobSet jobSet) {
    List<VolumeClaimPolicy> policies =
        jobSet.getSpec() == null ? null : jobSet.getSpec().getVolumeClaimPolicies();
    if (policies == null) {
      return Set.of();
    }
    String namespace = jobSet.getMetadata().getNamespace();
    Set<String> learned = claimsWithoutLabel.getOrDefault(jobSet.getMetadata().getUid(), Set.of());
    return policies.stream()
        .filter(policy -> policy.getTemplates() != null)
        .flatMap(policy -> policy.getTemplates().stream())
        .filter(template -> template.getMetadata() != null)
        .map(
            template ->
                JobSetNames.claim(template.getMetadata().getName(), jobSet.getMetadata().getName()))
        .filter(name -> learned.contains(name) || caches.claims().get(namespace, name).isPresent())
        .collect(Collectors.toSet());
  }

  /** All JobSets. */
  public Collection<ObjectKey> keys() {
    return caches.jobSets().all().stream()
        .map(
            jobSet ->
                new ObjectKey(jobSet.getMetadata().getNamespace(), jobSet.getMetadata().getName()))
        .toList();
  }

  /** Forgets what answers have taught about a JobSet that is gone. */
  public void forget(JobSet jobSet) {
    claimsWithoutLabel.remove(jobSet.getMetadata().getUid());
  }

  @Override
  public void wrote(Job job) {
    caches.jobs().wrote(Records.of(job));
  }

  @Override
  public void deletedJob(String namespace, String name, String uid) {
    caches.jobs().deleted(namespace, name, uid);
  }

  @Override
  public void wrote(JobSet jobSet) {
    caches.jobSets().wrote(Records.of(jobSet));
  }

  @Override
  public void deletedJobSet(String namespace, String name, String uid) {
    caches.jobSets().deleted(namespace, name, uid);
  }

  @Override
  public void wrote(Service service) {
    caches.services().wrote(Records.of(service));
  }

  @Override
  public void wrote(PersistentVolumeClaim claim) {
    caches.claims().wrote(Records.of(claim));
  }

  @Override
  public void claimExists(String jobSetUid, String name) {
    claimsWithoutLabel.computeIfAbsent(jobSetUid, uid -> ConcurrentHashMap.newKeySet()).add(name);
  }

  @Override
  public void templateChangeRefused(String jobUid) {
    refusedResumes.add(jobUid);
  }
}
