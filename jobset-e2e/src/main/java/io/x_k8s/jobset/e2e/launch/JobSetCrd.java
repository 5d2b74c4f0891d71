package io.x_k8s.jobset.e2e.launch;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** The CRD that the model generates, as it is packaged in the jar of {@code jobset-crd}. */
public final class JobSetCrd {
  private static final String RESOURCE = "META-INF/fabric8/jobsets.jobset.x-k8s.io-v1.yml";
  private static final long ESTABLISHED_WITHIN_SECONDS = 30;

  private JobSetCrd() {}

  /**
   * Installs it, or brings an installed one up to date, by server-side apply: it is too large for
   * the annotation that a client-side apply would keep.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the cluster refuses it or
   *     does not serve it within half a minute
   */
  public static void install(KubernetesClient client) {
    try (InputStream yaml = JobSetCrd.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (yaml == null) {
        throw new IllegalStateException(
            "the class path has no %s: build jobset-crd first".formatted(RESOURCE));
      }
      CustomResourceDefinition crd =
          client.apiextensions().v1().customResourceDefinitions().load(yaml).item();
      client.resource(crd).fieldManager("jobset-e2e").forceConflicts().serverSideApply();
      client
          .resource(crd)
          .waitUntilCondition(
              JobSetCrd::isEstablished, ESTABLISHED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Established".equals(condition.getType())
                        && "True".equals(condition.getStatus()));
  }
}
