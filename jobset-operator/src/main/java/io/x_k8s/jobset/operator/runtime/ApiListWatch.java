package io.x_k8s.jobset.operator.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists and watches objects of one kind, and makes a record of each while the answer is read, so
 * that whole objects are garbage at once.
 *
 * <p>It uses the client's HTTP connections but not its informers and watches: those end for ever at
 * an object that they cannot decode. A watch is a plain streaming GET, as client-go's. For one
 * {@link Reflector}.
 *
 * @param <T> the model class of the kind
 * @param <R> the record kept of each object
 */
public final class ApiListWatch<T extends HasMetadata, R> implements ListWatch<R> {
  /** How much of each object is asked for. */
  public enum Scope {
    /** All of it. */
    WHOLE("application/json", "application/json"),
    /** Its metadata; everything else is absent. */
    METADATA(partial("PartialObjectMetadataList"), partial("PartialObjectMetadata"));

    private final String list;
    private final String watch;

    Scope(String list, String watch) {
      this.list = list;
      this.watch = watch;
    }

    private static String partial(String kind) {
      return "application/json;as=" + kind + ";g=meta.k8s.io;v=v1";
    }
  }

  /**
   * Which objects of a kind.
   *
   * @param namespace the only namespace to look at; empty for all, and for kinds that have none
   * @param labelSelector in the syntax of {@code kubectl -l}; empty for all
   * @param fieldSelector in the same syntax; empty for all
   */
  public record Selection(
      Optional<String> namespace, Optional<String> labelSelector, Optional<String> fieldSelector) {
    /** All of the cluster. */
    public static final Selection ALL =
        new Selection(Optional.empty(), Optional.empty(), Optional.empty());

    /** Those whose labels match a selector, in all namespaces. */
    public static Selection labelled(String selector) {
      return new Selection(Optional.empty(), Optional.of(selector), Optional.empty());
    }

    /** The one of this name; the namespace is empty for kinds that have none. */
    public static Selection named(Optional<String> namespace, String name) {
      return new Selection(namespace, Optional.empty(), Optional.of("metadata.name=" + name));
    }

    private String query() {
      return labelSelector.map(selector -> "labelSelector=" + encode(selector) + "&").orElse("")
          + fieldSelector.map(selector -> "fieldSelector=" + encode(selector) + "&").orElse("");
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ApiListWatch.class);

  private static final int PAGE_SIZE = 500;
  private static final Duration LIST_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration WATCH_OPENING_TIMEOUT = Duration.ofSeconds(15);
  private static final int SHORTEST_WATCH_SECONDS = 300;
  private static final int LONGEST_WATCH_SECONDS = 600;
  private static final int MAX_REMEMBERED_COMPLAINTS = 1000;

  private final HttpClient http;
  private final ObjectMapper mapper;
  private final Class<T> type;
  private final String url;
  private final Scope scope;
  private final Function<T, R> projection;
  private final Set<String> complainedAbout = new HashSet<>();

  /**
   * Lists and watches whole objects.
   *
   * @param client the cluster and how to reach it
   * @param mapper decodes objects; one that fabric8's {@code KubernetesSerialization} has
   *     configured
   * @param type model class of the kind
   * @param labelSelector which objects, in the syntax of {@code kubectl -l}; empty for all
   * @param projection makes the record of an object and keeps no reference to it; null for an
   *     object that is of no interest
   */
  public ApiListWatch(
      KubernetesClient client,
      ObjectMapper mapper,
      Class<T> type,
      Optional<String> labelSelector,
      Function<T, R> projection) {
    this(client, mapper, type, labelSelector, Scope.WHOLE, projection);
  }

  /**
   * Lists and watches as much of objects as is needed.
   *
   * @param client see the other constructor, as for the other parameters
   * @param scope how much the API server is to send
   */
  public ApiListWatch(
      KubernetesClient client,
      ObjectMapper mapper,
      Class<T> type,
      Optional<String> labelSelector,
      Scope scope,
      Function<T, R> projection) {
    this(
        client,
        mapper,
        type,
        labelSelector.map(Selection::labelled).orElse(Selection.ALL),
        scope,
        projection);
  }

  /**
   * Lists and watches a part of the objects.
   *
   * @param client see the other constructors, as for the other parameters
   * @param selection which objects
   */
  public ApiListWatch(
      KubernetesClient client,
      ObjectMapper mapper,
      Class<T> type,
      Selection selection,
      Scope scope,
      Function<T, R> projection) {
    // The reflector retries; retries below it would only hide trouble from it.
    RequestConfigBuilder once =
        new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
            .withRequestRetryBackoffLimit(0);
    this.http = client.getHttpClient().newBuilder().tag(once.build()).build();
    this.mapper = mapper;
    this.type = type;
    this.scope = scope;
    this.projection = projection;
    String group = HasMetadata.getGroup(type);
    this.url =
        URLUtils.join(
                client.getMasterUrl().toString(),
                group.isEmpty() ? "api" : "apis/" + group,
                HasMetadata.getVersion(type),
                selection.namespace.map(namespace -> "namespaces/" + namespace).orElse(""),
                HasMetadata.getPlural(type))
            + "?"
            + selection.query();
  }

  @Override
  public Page<R> list(String continueToken) throws IOException, InterruptedException {
    String position = continueToken == null ? "" : "&continue=" + encode(continueToken);
    byte[] body = get("limit=" + PAGE_SIZE + position, scope.list, byte[].class, LIST_TIMEOUT);
    List<R> objects = new ArrayList<>();
    Set<String> undecodable = new HashSet<>();
    JsonNode metadata = mapper.createObjectNode();
    try (JsonParser parser = mapper.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("metadata")) {
          metadata = mapper.readTree(parser);
        } else if (field.equals("items") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            ObjectNode item = mapper.readTree(parser);
            try {
              decode(item).ifPresent(objects::add);
            } catch (Undecodable e) {
              undecodable.add(e.uid);
            }
          }
        } else {
          parser.skipChildren();
        }
      }
    }
    String next = metadata.path("continue").asText("");
    return new Page<>(objects, undecodable, versionOf(metadata), next.isEmpty() ? null : next);
  }

  @Override
  public Watch<R> watch(String resourceVersion) throws IOException, InterruptedException {
    int seconds =
        ThreadLocalRandom.current().nextInt(SHORTEST_WATCH_SECONDS, LONGEST_WATCH_SECONDS);
    String query =
        "watch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s"
            .formatted(seconds, encode(resourceVersion));
    return new StreamingWatch(get(query, scope.watch, InputStream.class, WATCH_OPENING_TIMEOUT));
  }

  private final class StreamingWatch implements Watch<R> {
    private final InputStream body;
    private JsonParser parser;

    private StreamingWatch(InputStream body) {
      this.body = body;
    }

    @Override
    public Event<R> next() throws IOException {
      if (parser == null) {
        parser = mapper.createParser(body); // not earlier: this waits for the first byte
      }
      ObjectNode event = mapper.readTree(parser);
      return event == null ? null : decodeEvent(event);
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        LOG.debug("Closing a watch of {} failed", type.getSimpleName(), e);
      }
    }
  }

  private Event<R> decodeEvent(ObjectNode event) throws IOException {
    JsonNode object = event.path("object");
    JsonNode metadata = object.path("metadata");
    String kind = event.path("type").asText();
    switch (kind) {
      case "BOOKMARK":
        return new Event.Progress<>(versionOf(metadata));
      case "DELETED":
        return deleted(metadata);
      case "ADDED", "MODIFIED":
        try {
          Optional<R> decoded = decode((ObjectNode) object);
          return decoded.isPresent() ? new Event.Changed<>(decoded.get()) : deleted(metadata);
        } catch (Undecodable e) {
          return new Event.Progress<>(versionOf(metadata));
        }
      case "ERROR":
        throw new Refused(object.path("code").asInt(), object.path("message").asText());
      default:
        throw new IOException("Unknown watch event type \"" + kind + "\"");
    }
  }

  private Event<R> deleted(JsonNode metadata) throws IOException {
    return new Event.Deleted<>(
        metadata.path("namespace").asText(""),
        metadata.path("name").asText(),
        metadata.path("uid").asText(),
        versionOf(metadata));
  }

  private static String versionOf(JsonNode metadata) throws IOException {
    String version = metadata.path("resourceVersion").asText("");
    if (version.isEmpty()) {
      throw new IOException("An answer of the API server has no resourceVersion");
    }
    return version;
  }

  /** An object that exists but cannot be turned into a record. */
  private static final class Undecodable extends Exception {
    private static final long serialVersionUID = 1;
    private final String uid;

    private Undecodable(String uid, Exception cause) {
      super(cause);
      this.uid = uid;
    }
  }

  private Optional<R> decode(ObjectNode object) throws Undecodable {
    JsonNode metadata = object.path("metadata");
    if (metadata instanceof ObjectNode fields) {
      fields.remove("managedFields"); // up to half of an object, and of no use here
    }
    try {
      return Optional.ofNullable(projection.apply(mapper.treeToValue(object, type)));
    } catch (IOException | RuntimeException e) {
      String uid = metadata.path("uid").asText();
      if (complainedAbout.size() < MAX_REMEMBERED_COMPLAINTS && complainedAbout.add(uid)) {
        LOG.error(
            "{} {}/{} is ignored: it cannot be read; correct or delete it",
            type.getSimpleName(),
            metadata.path("namespace").asText(),
            metadata.path("name").asText(),
            e);
      }
      throw new Undecodable(uid, e);
    }
  }

  private <B> B get(String query, String accept, Class<B> bodyType, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<B>> answer =
        http.sendAsync(
            http.newHttpRequestBuilder()
                .uri(URI.create(url + query))
                .header("Accept", accept)
                .build(),
            bodyType);
    try {
      HttpResponse<B> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!response.isSuccessful()) {
        throw new Refused(response.code(), messageIn(response.body()));
      }
      return response.body();
    } catch (ExecutionException e) {
      throw new IOException("No answer from the API server: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("No answer from the API server within " + timeout, e);
    } finally {
      answer.cancel(true); // does nothing once it is there
    }
  }

  private String messageIn(Object body) throws IOException {
    byte[] bytes;
    if (body instanceof InputStream stream) {
      try (stream) {
        bytes = stream.readNBytes(10_000);
      }
    } else {
      bytes = (byte[]) body;
    }
    try {
      return mapper.readTree(bytes).path("message").asText();
    } catch (IOException e) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
