package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.admission.Defaulting;
import io.x_k8s.jobset.derived.DerivedObjects;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a JobSet will become in a cluster: its objects, made by the very functions that the operator
 * uses. UIDs are empty, since only the API server gives them.
 *
 * @param jobSet the JobSet with all defaults filled in
 * @param jobs all its Jobs, in the order of the spec, also those that will have to wait for others
 * @param service the headless Service that gives its Pods DNS names; empty if they get none
 * @param claims its volume claims
 */
public record JobSetPreview(
    JobSet jobSet, List<Job> jobs, Optional<Service> service, List<PersistentVolumeClaim> claims) {

  /** Stands for the five characters that the API server puts behind a {@code generateName}. */
  private static final String RANDOM = "xxxxx";

  private static final int LONGEST_PREFIX = 58;
  private static final String INDEXED = "Indexed";

  /** Copies the lists. */
  public JobSetPreview {
    jobs = List.copyOf(jobs);
    claims = List.copyOf(claims);
  }

  static JobSetPreview of(JobSet jobSet) {
    var complete = Defaulting.defaulted(named(jobSet));
    complete.setStatus(null);
    var objects = DerivedObjects.of(complete);
    return new JobSetPreview(
        complete,
        replicatedJobs(complete).flatMap(job -> jobs(objects, job)).toList(),
        objects.headlessService(),
        objects.volumeClaims());
  }

  /**
   * The hostnames of the Pods of Indexed Jobs. Other Pods have no hostname that is known before.
   *
   * @return in the order of the Jobs and of the Pods in each
   */
  public List<String> podHostnames() {
    return jobs.stream().flatMap(JobSetPreview::hostnames).toList();
  }

  /**
   * The names by which Pods of the same namespace find the Pods of Indexed Jobs.
   *
   * @return in the order of the Jobs and of the Pods in each; none without a {@link #service()}
   */
  public List<String> podDnsNames() {
    var subdomain = JobSetNames.subdomain(jobSet);
    return service.isEmpty()
        ? List.of()
        : podHostnames().stream().map(host -> host + "." + subdomain).toList();
  }

  private static Stream<ReplicatedJob> replicatedJobs(JobSet jobSet) {
    return Objects.requireNonNullElse(
        jobSet.getSpec().getReplicatedJobs(), List.<ReplicatedJob>of())
        .stream();
  }

  private static Stream<Job> jobs(DerivedObjects objects, ReplicatedJob replicatedJob) {
    var template = objects.jobsOf(replicatedJob);
    return IntStream.range(0, JobIndexes.replicasOf(replicatedJob))
        .mapToObj(index -> template.build(index, OptionalInt.empty()));
  }

  private static Stream<String> hostnames(Job job) {
    var spec = job.getSpec();
    var pods = spec.getCompletions() == null ? spec.getParallelism() : spec.getCompletions();
    return INDEXED.equals(spec.getCompletionMode())
        ? IntStream.range(0, Objects.requireNonNullElse(pods, 1))
            .mapToObj(index -> JobSetNames.podHostname(job.getMetadata().getName(), index))
        : Stream.empty();
  }

  private static JobSet named(JobSet jobSet) {
    var metadata = jobSet.getMetadata();
    if (metadata == null || metadata.getName() != null || metadata.getGenerateName() == null) {
      return jobSet;
    }
    var prefix = metadata.getGenerateName();
    var name = prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)) + RANDOM;
    return jobSet.edit().editMetadata().withName(name).endMetadata().build();
  }
}
