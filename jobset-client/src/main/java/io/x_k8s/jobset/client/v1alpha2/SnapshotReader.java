package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.client.kueue.Kueue;
import io.x_k8s.jobset.client.v1alpha2.explain.JobSetSnapshot;
import io.x_k8s.jobset.client.v1alpha2.explain.Reason;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads what explains a JobSet. What may not be read is left out, and named. */
final class SnapshotReader {

  private final KubernetesClient client;
  private final JobSet jobSet;
  private final RelatedObjects related;
  private final List<Reason.NotVisible> notVisible = new ArrayList<>();

  SnapshotReader(KubernetesClient client, JobSet jobSet) {
    this.client = client;
    this.jobSet = jobSet;
    this.related = new RelatedObjects(client, jobSet);
  }

  JobSetSnapshot read() {
    return new JobSetSnapshot(
        jobSet,
        visible(RelatedObjects.JOBS, related::jobs),
        visible(RelatedObjects.PODS, related::pods),
        visible(
            RelatedObjects.EVENTS,
            () ->
                Stream.of(
                        related.eventsOfJobSet(),
                        related.refusalsOfPods(),
                        related.warningsOfPods())
                    .flatMap(List::stream)
                    .toList()),
        visible("Kueue's Workloads", () -> Kueue.workloadOf(client, jobSet).stream().toList())
            .stream()
            .findFirst(),
        notVisible,
        Instant.now());
  }

  private <T> List<T> visible(String what, Supplier<List<T>> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      notVisible.add(new Reason.NotVisible(what, e.getMessage()));
      return List.of();
    }
  }
}
