package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.client.internal.WordedException;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The JobSet that an operation is about, as the API server has it. */
final class ExistingJobSet {

  private ExistingJobSet() {}

  /**
   * Reads it.
   *
   * @param resource where it is; if its item has a UID, then that very object is meant
   * @param client the cluster
   * @return the JobSet as stored
   * @throws KubernetesClientException with code 404 if it does not exist, or another object has its
   *     name
   */
  static JobSet read(JobSetResource resource, Client client) {
    var stored = stored(resource, client);
    uidOf(resource.getItem())
        .filter(uid -> !uid.equals(uidOf(stored).orElse("")))
        .ifPresent(
            uid -> {
              throw notFound(
                  "The JobSet %s with UID %s does not exist any more; another one has its name."
                      .formatted(new JobSetView(stored).label(), uid),
                  null);
            });
    return stored;
  }

  private static JobSet stored(JobSetResource resource, Client client) {
    try {
      return resource.require();
    } catch (ResourceNotFoundException e) {
      throw e.getCause() instanceof KubernetesClientException answer
          ? notFound(answer, client)
          : notFound(e.getMessage(), e);
    } catch (KubernetesClientException e) {
      throw Attempt.onJobSets("get", null).failed(e);
    }
  }

  private static KubernetesClientException notFound(
      KubernetesClientException answer, Client client) {
    if (answer.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
      // To fabric8 every failure to read an object that is required means that it is not found.
      return Attempt.onJobSets("get", null).failed(answer);
    }
    if (Attempt.isForUnknownResource(answer)) {
      // Some servers do not name the object that they do not have. Those that know the resource
      // give a list of it.
      try {
        client
            .adapt(V1alpha2APIGroupClient.class)
            .jobSets()
            .inNamespace(answer.getNamespace())
            .list(new ListOptionsBuilder().withLimit(1L).build());
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          return Attempt.onJobSets("list", null).failed(e);
        }
      }
    }
    return notFound(
        "There is no JobSet %s in namespace %s.".formatted(answer.getName(), answer.getNamespace()),
        answer);
  }

  private static KubernetesClientException notFound(String message, Throwable cause) {
    return new WordedException(message, cause, HttpURLConnection.HTTP_NOT_FOUND, null);
  }

  private static Optional<String> uidOf(JobSet jobSet) {
    return Optional.ofNullable(jobSet)
        .map(JobSet::getMetadata)
        .map(metadata -> metadata.getUid())
        .filter(uid -> !uid.isEmpty());
  }
}
