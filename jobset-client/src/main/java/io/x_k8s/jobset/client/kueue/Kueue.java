package io.x_k8s.jobset.client.kueue;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts JobSets into queues, and finds what Kueue thinks of them.
 *
 * <p>Kueue suspends a JobSet that has a queue when it is created, and resumes it once its Pods may
 * run; nothing else needs to be done than to name the queue. It makes one {@link KueueWorkload} for
 * it, which tells where it stands.
 */
public final class Kueue {

  /**
   * Label of a JobSet: the LocalQueue that it waits in. Cannot change while it is not suspended.
   */
  public static final String QUEUE_NAME = "kueue.x-k8s.io/queue-name";

  /** Label of a JobSet: the WorkloadPriorityClass that decides its place in the queue. */
  public static final String PRIORITY_CLASS = "kueue.x-k8s.io/priority-class";

  /** Label of a JobSet: the Workload that was made for it beforehand. */
  public static final String PREBUILT_WORKLOAD_NAME = "kueue.x-k8s.io/prebuilt-workload-name";

  /** Label of a Workload: UID of the object that it is for. */
  public static final String JOB_UID = "kueue.x-k8s.io/job-uid";

  private static final String GROUP = "kueue.x-k8s.io";
  private static final String WORKLOADS = "workloads";

  private Kueue() {}

  /**
   * Puts a JobSet that is being built into a queue.
   *
   * @param jobSet the builder; changed
   * @param localQueue name of a LocalQueue in the JobSet's namespace
   * @return the same builder
   */
  public static JobSetBuilder queue(JobSetBuilder jobSet, String localQueue) {
    return label(jobSet, QUEUE_NAME, localQueue);
  }

  /**
   * Gives a JobSet that is being built a priority in its queue. That is not the priority of its
   * Pods, which their templates have.
   *
   * @param jobSet the builder; changed
   * @param workloadPriorityClass name of a WorkloadPriorityClass
   * @return the same builder
   */
  public static JobSetBuilder priorityClass(JobSetBuilder jobSet, String workloadPriorityClass) {
    return label(jobSet, PRIORITY_CLASS, workloadPriorityClass);
  }

  /**
   * The queue of a JobSet.
   *
   * @param jobSet the JobSet
   * @return name of its LocalQueue; empty if it has none
   */
  public static Optional<String> queueOf(JobSet jobSet) {
    return label(jobSet, QUEUE_NAME);
  }

  /**
   * Finds the Workload of a JobSet.
   *
   * @param client the cluster
   * @param jobSet the JobSet, as stored
   * @return its Workload, the newest if there are several; empty if Kueue is not installed or has
   *     not made one (yet)
   * @throws KubernetesClientException if Workloads may not be read
   */
  public static Optional<KueueWorkload> workloadOf(KubernetesClient client, JobSet jobSet) {
    var metadata = jobSet.getMetadata();
    var found =
        version(client)
            .map(Kueue::workloads)
            .map(
                context ->
                    label(jobSet, PREBUILT_WORKLOAD_NAME)
                        .map(name -> byName(client, context, metadata.getNamespace(), name))
                        .orElseGet(
                            () ->
                                ofUid(
                                    client, context, metadata.getNamespace(), metadata.getUid())));
    return found.stream()
        .flatMap(List::stream)
        .max(Comparator.comparing(Kueue::creationTime))
        .map(KueueWorkload::of);
  }

  private static List<GenericKubernetesResource> byName(
      KubernetesClient client, ResourceDefinitionContext context, String namespace, String name) {
    return attempt("get", namespace)
        .run(
            () ->
                Stream.ofNullable(
                        client
                            .genericKubernetesResources(context)
                            .inNamespace(namespace)
                            .withName(name)
                            .get())
                    .toList());
  }

  private static List<GenericKubernetesResource> ofUid(
      KubernetesClient client, ResourceDefinitionContext context, String namespace, String uid) {
    return attempt("list", namespace)
        .run(
            () ->
                client
                    .genericKubernetesResources(context)
                    .inNamespace(namespace)
                    .withLabel(JOB_UID, uid)
                    .list()
                    .getItems());
  }

  private static Attempt attempt(String verb, String namespace) {
    return new Attempt(verb, WORKLOADS + "." + GROUP, namespace);
  }

  /** Kueue serves several versions of its API; all of them have what is read here. */
  private static Optional<String> version(KubernetesClient client) {
    return Optional.ofNullable(client.getApiGroup(GROUP))
        .map(APIGroup::getPreferredVersion)
        .map(GroupVersionForDiscovery::getVersion);
  }

  private static ResourceDefinitionContext workloads(String version) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(GROUP)
        .withVersion(version)
        .withKind("Workload")
        .withPlural(WORKLOADS)
        .withNamespaced(true)
        .build();
  }

  private static String creationTime(GenericKubernetesResource workload) {
    return Objects.requireNonNullElse(workload.getMetadata().getCreationTimestamp(), "");
  }

  private static JobSetBuilder label(JobSetBuilder jobSet, String key, String value) {
    Objects.requireNonNull(value, key);
    return jobSet.editOrNewMetadata().addToLabels(key, value).endMetadata();
  }

  private static Optional<String> label(JobSet jobSet, String key) {
    return Optional.ofNullable(jobSet.getMetadata())
        .map(metadata -> metadata.getLabels())
        .map((Map<String, String> labels) -> labels.get(key))
        .filter(value -> !value.isEmpty());
  }
}
