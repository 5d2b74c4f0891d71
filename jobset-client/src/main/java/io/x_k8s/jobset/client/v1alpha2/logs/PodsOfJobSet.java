package io.x_k8s.jobset.client.v1alpha2.logs;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The Pods whose logs are wanted. */
final class PodsOfJobSet {

  private final FilterWatchListDeletable<Pod, PodList, PodResource> pods;
  private final String namespace;
  private final String uid;
  private final Optional<String> container;

  PodsOfJobSet(KubernetesClient client, JobSet jobSet, LogOptions options) {
    var metadata = jobSet.getMetadata();
    this.namespace = metadata.getNamespace();
    this.uid = metadata.getUid();
    this.container = options.container();
    var ofJobSet =
        client
            .pods()
            .inNamespace(namespace)
            .withLabel(JobSetLabels.JOBSET_NAME, metadata.getName());
    this.pods =
        options
            .replicatedJob()
            .map(name -> ofJobSet.withLabel(JobSetLabels.REPLICATEDJOB_NAME, name))
            .orElse(ofJobSet);
  }

  SharedIndexInformer<Pod> informer() {
    return pods.runnableInformer(0).itemStore(new SlimPods());
  }

  List<Pod> list() {
    return attempt("list").run(() -> pods.list().getItems());
  }

  Attempt attempt(String verb) {
    return new Attempt(verb, "pods", namespace);
  }

  List<ContainerRun> runs(List<Pod> found) {
    return found.stream()
        .filter(this::isOfThisJobSet)
        .flatMap(pod -> ContainerRun.latest(pod, container).stream())
        .toList();
  }

  /** An earlier JobSet may have had the same name. Old operators do not write the UID. */
  private boolean isOfThisJobSet(Pod pod) {
    var labels = Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    return uid.equals(Objects.requireNonNullElse(labels.get(JobSetLabels.JOBSET_UID), uid));
  }
}
