package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.operator.runtime.WriteFence;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends single requests to the API server without blocking a thread. There is no retry here: the
 * work queue repeats a pass as a whole, from fresh knowledge.
 */
final class ApiRequests {
  private static final String JSON = "application/json";

  private final HttpClient http;
  private final String server;
  private final KubernetesSerialization serialization;
  private final Duration timeout;
  private final WriteFence fence;

  /**
   * @param client connection, configured not to retry by itself
   * @param timeout how long a request may take, from its first byte to the last one of its answer
   * @param fence asked right before each write
   */
  ApiRequests(KubernetesClient client, Duration timeout, WriteFence fence) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.serialization = client.getKubernetesSerialization();
    this.timeout = timeout;
    this.fence = fence;
  }

  <T> CompletableFuture<T> get(String path, Class<T> type) {
    return send("GET", path, JSON, null).thenApply(body -> read(body, type));
  }

  /** Creates an object; {@code body} is serialised here, at the moment it is sent. */
  <T> CompletableFuture<T> post(String path, T body, Class<T> type) {
    return send("POST", path, JSON, serialization.asJson(body))
        .thenApply(answer -> read(answer, type));
  }

  <T> CompletableFuture<T> put(String path, Object body, Class<T> type) {
    return send("PUT", path, JSON, serialization.asJson(body))
        .thenApply(answer -> read(answer, type));
  }

  <T> CompletableFuture<T> patch(String path, String contentType, Object body, Class<T> type) {
    return send("PATCH", path, contentType, serialization.asJson(body))
        .thenApply(answer -> read(answer, type));
  }

  /** Deletes an object and gives what the server said: the object as it now is, or a Status. */
  CompletableFuture<String> delete(String path, Object options) {
    return send("DELETE", path, JSON, serialization.asJson(options));
  }

  <T> T read(String json, Class<T> type) {
    return serialization.unmarshal(json, type);
  }

  private CompletableFuture<String> send(
      String method, String path, String contentType, String body) {
    if (!method.equals("GET")) {
      fence.check();
    }
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(server + path)
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (body != null) {
      request.method(method, contentType, body);
    }
    return http.sendAsync(request.build(), String.class)
        // The client's own timeout ends with the head of the answer.
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((response, failure) -> answer(method, path, response, failure));
  }

  private String answer(
      String method, String path, HttpResponse<String> response, Throwable failure) {
    if (failure != null) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      throw new CompletionException(
          new ApiException(
              "%s %s got no answer%s".formatted(method, path, circumstances(cause)), cause));
    }
    if (response.isSuccessful()) {
      return response.body();
    }
    throw new CompletionException(refusal(method, path, response));
  }

  private String circumstances(Throwable cause) {
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      return " within %d ms".formatted(timeout.toMillis());
    }
    return ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage());
  }

  private ApiException refusal(String method, String path, HttpResponse<String> response) {
    String reason = "";
    String message = null;
    try {
      Status status = serialization.unmarshal(response.body(), Status.class);
      if (status != null) {
        reason = status.getReason() == null ? "" : status.getReason();
        message = status.getMessage();
      }
    } catch (RuntimeException e) {
      // Proxies and overloaded servers answer in plain text; the code says enough.
      message = response.body();
    }
    return new ApiException(
        response.code(),
        reason,
        message == null || message.isBlank()
            ? "%s %s was answered with %d".formatted(method, path, response.code())
            : message);
  }
}
