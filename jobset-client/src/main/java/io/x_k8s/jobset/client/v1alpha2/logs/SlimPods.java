package io.x_k8s.jobset.client.v1alpha2.logs;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;

/** Keeps of Pods only what says which of their containers run: there may be thousands. */
final class SlimPods extends BasicItemStore<Pod> {

  SlimPods() {
    super(Cache::metaUidKeyFunc);
  }

  @Override
  public Pod put(String key, Pod pod) {
    return super.put(key, slim(pod));
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  static Pod slim(Pod pod) {
    var metadata = pod.getMetadata();
    var statuses = pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .withDeletionTimestamp(metadata.getDeletionTimestamp())
        .withLabels(metadata.getLabels())
        .withAnnotations(metadata.getAnnotations())
        .endMetadata()
        .withNewSpec()
        .withContainers(
            pod.getSpec().getContainers().stream()
                .map(container -> new ContainerBuilder().withName(container.getName()).build())
                .toList())
        .endSpec()
        .withNewStatus()
        .withContainerStatuses(statuses == null ? List.of() : statuses)
        .endStatus()
        .build();
  }
}
