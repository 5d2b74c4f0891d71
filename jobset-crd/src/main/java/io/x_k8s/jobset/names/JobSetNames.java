package io.x_k8s.jobset.names;

import io.x_k8s.jobset.v1alpha2.Coordinator;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.Network;
import java.util.Objects;
import java.util.Optional;

/**
 * The names that a JobSet's children get (specification of the controller, section 1.1; of the API,
 * section 9). Lengths are not checked here: that is validation's work.
 */
public final class JobSetNames {
  private JobSetNames() {}

  /**
   * Name of a child Job.
   *
   * @param jobSet name of the JobSet
   * @param replicatedJob name of the ReplicatedJob
   * @param index index of the Job in its ReplicatedJob, from 0
   * @return {@code <jobSet>-<replicatedJob>-<index>}
   */
  public static String job(String jobSet, String replicatedJob, long index) {
    return jobSet + "-" + replicatedJob + "-" + index;
  }

  /**
   * Hostname of a Pod of an Indexed Job.
   *
   * @param job name of the Job
   * @param completionIndex completion index of the Pod, from 0
   * @return {@code <job>-<completionIndex>}
   */
  public static String podHostname(String job, long completionIndex) {
    return job + "-" + completionIndex;
  }

  /**
   * DNS name of a Pod of an Indexed Job, as Pods of the same namespace may write it.
   *
   * @param job name of the Job
   * @param completionIndex completion index of the Pod, from 0
   * @param subdomain see {@link #subdomain(JobSet)}
   * @return {@code <job>-<completionIndex>.<subdomain>}
   */
  public static String podDnsName(String job, long completionIndex, String subdomain) {
    return podHostname(job, completionIndex) + "." + subdomain;
  }

  /**
   * Name of the headless Service, which is also the subdomain of every Pod. It is defined even when
   * DNS hostnames are off, because the coordinator endpoint uses it.
   *
   * @param jobSet the JobSet
   * @return {@code spec.network.subdomain}, or the JobSet's name where that is absent or empty
   */
  public static String subdomain(JobSet jobSet) {
    Network network = jobSet.getSpec() == null ? null : jobSet.getSpec().getNetwork();
    String subdomain = network == null ? null : network.getSubdomain();
    return subdomain == null || subdomain.isEmpty() ? nameOf(jobSet) : subdomain;
  }

  /**
   * Name of a PersistentVolumeClaim.
   *
   * @param template name of the claim's template
   * @param jobSet name of the JobSet
   * @return {@code <template>-<jobSet>}
   */
  public static String claim(String template, String jobSet) {
    return template + "-" + jobSet;
  }

  /**
   * Stable DNS name of the Pod that the JobSet publishes as its coordinator.
   *
   * @param jobSet the JobSet
   * @return {@code <jobSet>-<replicatedJob>-<jobIndex>-<podIndex>.<subdomain>}; empty when the
   *     JobSet has no coordinator. Absent indexes read as 0
   */
  public static Optional<String> coordinatorEndpoint(JobSet jobSet) {
    Coordinator coordinator = jobSet.getSpec() == null ? null : jobSet.getSpec().getCoordinator();
    if (coordinator == null) {
      return Optional.empty();
    }
    String job =
        job(
            nameOf(jobSet),
            Objects.requireNonNullElse(coordinator.getReplicatedJob(), ""),
            Objects.requireNonNullElse(coordinator.getJobIndex(), 0L));
    long podIndex = Objects.requireNonNullElse(coordinator.getPodIndex(), 0L);
    return Optional.of(podDnsName(job, podIndex, subdomain(jobSet)));
  }

  /**
   * A Job with its namespace as one label value, by which a node is reserved for that Job.
   *
   * @param namespace namespace of the Job
   * @param job name of the Job
   * @return {@code <namespace>_<job>}: an underscore, because a label value may have no slash
   */
  public static String namespacedJob(String namespace, String job) {
    return namespace + "_" + job;
  }

  private static String nameOf(JobSet jobSet) {
    String name = jobSet.getMetadata() == null ? null : jobSet.getMetadata().getName();
    return Objects.requireNonNullElse(name, "");
  }
}
