package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.client.kueue.Kueue;
import io.x_k8s.jobset.client.kueue.KueueWorkload;
import io.x_k8s.jobset.client.v1alpha2.explain.JobSetSnapshot;
import io.x_k8s.jobset.client.v1alpha2.explain.Reason;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads what is around a JobSet. What may not be read is left out, and named. */
final class SnapshotReader {

  private final KubernetesClient client;
  private final JobSet jobSet;
  private final String namespace;
  private final List<Reason.NotVisible> notVisible = new ArrayList<>();

  SnapshotReader(KubernetesClient client, JobSet jobSet) {
    this.client = client;
    this.jobSet = jobSet;
    this.namespace = jobSet.getMetadata().getNamespace();
  }

  JobSetSnapshot read() {
    var name = jobSet.getMetadata().getName();
    var jobs = client.batch().v1().jobs().inNamespace(namespace);
    var pods = client.pods().inNamespace(namespace);
    return new JobSetSnapshot(
        jobSet,
        list("jobs.batch", () -> jobs.withLabel(JobSetLabels.JOBSET_NAME, name).list()),
        list("pods", () -> pods.withLabel(JobSetLabels.JOBSET_NAME, name).list()),
        Stream.of(
                Map.of("involvedObject.uid", jobSet.getMetadata().getUid()),
                Map.of("involvedObject.kind", "Job", "reason", "FailedCreate"),
                Map.of("involvedObject.kind", "Pod", "type", "Warning"))
            .flatMap(filter -> events(filter).stream())
            .toList(),
        workload(),
        notVisible,
        Instant.now());
  }

  private List<Event> events(Map<String, String> filter) {
    return list(
        "events", () -> client.v1().events().inNamespace(namespace).withFields(filter).list());
  }

  private <T extends HasMetadata> List<T> list(
      String resource, Supplier<? extends KubernetesResourceList<T>> request) {
    return visible(resource, () -> new Attempt("list", resource, namespace).run(request).getItems())
        .orElseGet(List::of);
  }

  private Optional<KueueWorkload> workload() {
    return visible("Kueue's Workloads", () -> Kueue.workloadOf(client, jobSet))
        .flatMap(workload -> workload);
  }

  /** Somebody who may not read everything is told what he may not, once. */
  private <T> Optional<T> visible(String what, Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      if (notVisible.stream().noneMatch(known -> known.what().equals(what))) {
        notVisible.add(new Reason.NotVisible(what, e.getMessage()));
      }
      return Optional.empty();
    }
  }
}
