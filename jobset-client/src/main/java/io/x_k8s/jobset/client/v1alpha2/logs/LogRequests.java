package io.x_k8s.jobset.client.v1alpha2.logs;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.x_k8s.jobset.client.internal.Attempt;
import java.net.HttpURLConnection;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is asked of the log endpoint, and what it means when that fails. */
final class LogRequests implements ContainerLog.Requests {

  private static final Set<Integer> NO_ACCESS =
      Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN);
  private static final int ENOUGH_FAILURES = 3;

  private final KubernetesClient client;
  private final String namespace;
  private final LogOptions options;
  private final Runnable changed;

  LogRequests(KubernetesClient client, String namespace, LogOptions options, Runnable changed) {
    this.client = client;
    this.namespace = namespace;
    this.options = options;
    this.changed = changed;
  }

  @Override
  public boolean areFollowing() {
    return options.following();
  }

  @Override
  public LogStream open(ContainerRun run, LogPosition position, boolean wasThereBefore) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("container", run.container());
    parameters.put("follow", String.valueOf(options.following()));
    parameters.put("timestamps", "true");
    if (position.lastTime().isPresent()) {
      parameters.put(
          "sinceTime", position.lastTime().get().truncatedTo(ChronoUnit.SECONDS).toString());
    } else if (wasThereBefore) {
      options.tailingLines().ifPresent(lines -> parameters.put("tailLines", String.valueOf(lines)));
      options
          .since()
          .ifPresent(age -> parameters.put("sinceSeconds", String.valueOf(age.toSeconds())));
    }
    return new LogStream(client.getHttpClient(), url(run.pod(), parameters), changed);
  }

  @Override
  public void refused(ContainerRun run, LogStream.Refusal refusal) {
    if (options.following() && !NO_ACCESS.contains(refusal.code())) {
      return;
    }
    var status = status(refusal);
    throw new Attempt("get", "pods/log", namespace)
        .failed(
            new KubernetesClientException(
                "The log of container %s in Pod %s cannot be read: %s"
                    .formatted(run.container(), run.pod(), status.getMessage()),
                refusal.code(),
                status));
  }

  @Override
  public void torn(ContainerRun run, Throwable failure, int failures) {
    if (!options.following() && failures >= ENOUGH_FAILURES) {
      throw new KubernetesClientException(
          "The log of container %s in Pod %s cannot be read: %s"
              .formatted(run.container(), run.pod(), failure.getMessage()),
          failure);
    }
  }

  private String url(String pod, Map<String, String> parameters) {
    var master = client.getMasterUrl().toString();
    return "%s%sapi/v1/namespaces/%s/pods/%s/log?%s"
        .formatted(
            master,
            master.endsWith("/") ? "" : "/",
            namespace,
            pod,
            parameters.entrySet().stream()
                .map(
                    parameter ->
                        parameter.getKey() + "=" + HttpRequest.formURLEncode(parameter.getValue()))
                .collect(Collectors.joining("&")));
  }

  private Status status(LogStream.Refusal refusal) {
    try {
      var status = client.getKubernetesSerialization().unmarshal(refusal.text(), Status.class);
      if (status != null && status.getMessage() != null) {
        return status;
      }
    } catch (RuntimeException notAStatus) {
      // Proxies answer in plain text.
    }
    var status = new Status();
    status.setCode(refusal.code());
    status.setMessage(
        refusal.text().isBlank() ? "answered with " + refusal.code() : refusal.text());
    return status;
  }
}
