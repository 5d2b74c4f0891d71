package io.x_k8s.jobset.client.internal;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that is asked of the API server, in the words of RBAC, so that a refusal can say what
 * was refused and what helps.
 *
 * @param verb such as {@code patch}
 * @param resource such as {@code jobsets.jobset.x-k8s.io} or {@code pods/log}
 * @param namespace where; empty if that is not known
 */
public record Attempt(String verb, String resource, String namespace) {

  /** JobSets, as RBAC writes them with their group. */
  public static final String JOBSETS = JobSet.PLURAL + "." + JobSet.GROUP;

  /**
   * Something asked about JobSets.
   *
   * @param verb such as {@code patch}
   * @param namespace where; null if that is not known
   * @return the attempt
   */
  public static Attempt onJobSets(String verb, String namespace) {
    return new Attempt(verb, JOBSETS, Objects.requireNonNullElse(namespace, ""));
  }

  /**
   * Makes the request.
   *
   * @param request one call of fabric8's client
   * @param <T> type of the answer
   * @return the answer
   * @throws KubernetesClientException in the words of {@link #failed}
   */
  public <T> T run(Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw failed(e);
    }
  }

  /**
   * Says what a failure means.
   *
   * @param failure as fabric8's client reports it
   * @return with the same code and status, and a message for people
   */
  public KubernetesClientException failed(KubernetesClientException failure) {
    if (resource.equals(JOBSETS) && isForUnknownResource(failure)) {
      return copy(
          failure,
          "JobSet is not installed in this cluster: its API server does not know %s of %s. Install the CRD."
              .formatted(JobSet.PLURAL, JobSet.API_VERSION));
    }
    if (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
      return copy(
          failure,
          "Not allowed to %s %s%s: %s. Ask for a role with that verb on that resource."
              .formatted(verb, resource, place(failure), withoutFullStop(wordsOf(failure))));
    }
    return failure;
  }

  /**
   * What the server said, without what the client puts around it.
   *
   * @param failure as fabric8's client reports it
   * @return a sentence
   */
  public static String wordsOf(KubernetesClientException failure) {
    return Optional.ofNullable(failure.getStatus())
        .map(Status::getMessage)
        .filter(message -> !message.isBlank())
        .orElseGet(() -> String.valueOf(failure.getMessage()));
  }

  /**
   * Whether the server may not know the resource at all. That is answered with 404, as is an object
   * that it does not have; but about an object it tells the name.
   *
   * @param failure of a request about JobSets
   * @return false also if it concerns something else that does not exist, such as the namespace
   */
  public static boolean isForUnknownResource(KubernetesClientException failure) {
    var details = failure.getStatus() == null ? null : failure.getStatus().getDetails();
    return failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        && (details == null || details.getName() == null || details.getName().isEmpty());
  }

  private String place(KubernetesClientException failure) {
    var place = namespace.isEmpty() ? failure.getNamespace() : namespace;
    return place == null ? "" : " in namespace " + place;
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static KubernetesClientException copy(KubernetesClientException e, String message) {
    return new WordedException(message, e, e.getCode(), e.getStatus());
  }
}
