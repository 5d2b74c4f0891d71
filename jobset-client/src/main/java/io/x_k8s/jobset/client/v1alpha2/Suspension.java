package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.Map;

/** Suspends and resumes: one field of the spec, and nothing else, is written. */
final class Suspension {

  private final JobSetResource resource;
  private final KubernetesClient client;

  Suspension(JobSetResource resource, KubernetesClient client) {
    this.resource = resource;
    this.client = client;
  }

  /** Writes only if there is something to change. The UID keeps a namesake from being changed. */
  JobSet set(boolean suspend) {
    var stored = ExistingJobSet.read(resource, client);
    if (new JobSetView(stored).isSuspended() == suspend) {
      return stored;
    }
    var metadata = stored.getMetadata();
    var patch =
        client
            .getKubernetesSerialization()
            .asJson(
                Map.of(
                    "metadata", Map.of("uid", metadata.getUid()),
                    "spec", Map.of("suspend", suspend)));
    return Attempt.onJobSets("patch", metadata.getNamespace())
        .run(() -> client.resource(stored).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
  }
}
