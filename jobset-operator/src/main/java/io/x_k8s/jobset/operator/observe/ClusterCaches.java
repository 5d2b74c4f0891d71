package io.x_k8s.jobset.operator.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.operator.plan.JobRecord;
import io.x_k8s.jobset.operator.plan.ServiceRecord;
import io.x_k8s.jobset.operator.runtime.ApiListWatch;
import io.x_k8s.jobset.operator.runtime.ObjectCache;
import io.x_k8s.jobset.operator.runtime.Reflector;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Slim records of JobSets, child Jobs, Services and volume claims, kept current by watches. Jobs
 * and claims are selected by the label that all of ours carry; Services carry none, so all of them
 * are watched.
 */
public final class ClusterCaches implements AutoCloseable {
  private final ObjectCache<JobSet> jobSets =
      new ObjectCache<>(identity(), jobSet -> List.of(jobSet.getMetadata().getUid()));
  private final ObjectCache<JobRecord> jobs =
      new ObjectCache<>(
          new ObjectCache.Identity<>(
              JobRecord::namespace, JobRecord::name, JobRecord::uid, JobRecord::resourceVersion),
          job -> job.ownerUid().isEmpty() ? List.of() : List.of(job.ownerUid()));
  private final ObjectCache<ServiceRecord> services =
      new ObjectCache<>(
          new ObjectCache.Identity<>(
              ServiceRecord::namespace,
              ServiceRecord::name,
              ServiceRecord::uid,
              ServiceRecord::resourceVersion));
  private final ObjectCache<ClaimRecord> claims =
      new ObjectCache<>(
          new ObjectCache.Identity<>(
              ClaimRecord::namespace,
              ClaimRecord::name,
              ClaimRecord::uid,
              ClaimRecord::resourceVersion));
  private final List<Reflector<?>> reflectors;

  /**
   * @param client the cluster
   * @param mapper decodes what the cluster sends
   */
  public ClusterCaches(KubernetesClient client, ObjectMapper mapper) {
    Optional<String> ours = Optional.of(JobSetLabels.JOBSET_NAME);
    this.reflectors =
        List.of(
            reflector(client, mapper, JobSet.class, Optional.empty(), Records::of, jobSets),
            reflector(client, mapper, Job.class, ours, Records::of, jobs),
            reflector(client, mapper, Service.class, Optional.empty(), Records::of, services),
            reflector(client, mapper, PersistentVolumeClaim.class, ours, Records::of, claims));
  }

  ObjectCache<JobSet> jobSets() {
    return jobSets;
  }

  ObjectCache<JobRecord> jobs() {
    return jobs;
  }

  ObjectCache<ServiceRecord> services() {
    return services;
  }

  ObjectCache<ClaimRecord> claims() {
    return claims;
  }

  /** Starts to list and watch. */
  public void start() {
    reflectors.forEach(Reflector::start);
  }

  /** Waits until everything has been listed once; false if that takes longer than allowed. */
  public boolean awaitSync(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (Reflector<?> reflector : reflectors) {
      if (!reflector.awaitSync(Duration.ofNanos(deadline - System.nanoTime()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether everything has been listed once. */
  public boolean hasSynced() {
    return reflectors.stream().allMatch(Reflector::hasSynced);
  }

  /** Whether no list or watch has died. */
  public boolean isHealthy() {
    return reflectors.stream().allMatch(Reflector::isHealthy);
  }

  @Override
  public void close() {
    reflectors.forEach(Reflector::close);
  }

  private static <T extends HasMetadata, R> Reflector<R> reflector(
      KubernetesClient client,
      ObjectMapper mapper,
      Class<T> type,
      Optional<String> selector,
      Function<T, R> projection,
      ObjectCache<R> cache) {
    return new Reflector<>(
        type.getSimpleName(),
        new ApiListWatch<>(client, mapper, type, selector, projection),
        cache);
  }

  private static <T extends HasMetadata> ObjectCache.Identity<T> identity() {
    return new ObjectCache.Identity<>(
        object -> object.getMetadata().getNamespace(),
        object -> object.getMetadata().getName(),
        object -> object.getMetadata().getUid(),
        object -> object.getMetadata().getResourceVersion());
  }
}
