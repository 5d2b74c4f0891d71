package io.x_k8s.jobset.operator.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.operator.runtime.ListWatch.Event;
import io.x_k8s.jobset.operator.runtime.ListWatch.Page;
import io.x_k8s.jobset.operator.runtime.ListWatch.Refused;
import io.x_k8s.jobset.operator.runtime.ListWatch.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiListWatchTest {
  private static final String JOB =
      """
      {"metadata": {"namespace": "ns", "name": "%s", "uid": "u-%s", "resourceVersion": "%s",
        "managedFields": [{"manager": "x", "fieldsV1": {"f:spec": {}}}],
        "annotations": {"a": "grün 日本 😀", "managedFields": "kept"}},
       "spec": {"parallelism": %s, "template": {"spec": {"containers": []}}}}
      """;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final ObjectMapper mapper = new ObjectMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private KubernetesClient client;
  private volatile int code = 200;
  private volatile String body = "";
  private volatile boolean staysOpen;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(5)
            .build();
    client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(new KubernetesSerialization(mapper, false))
            .build();
  }

  @AfterEach
  void stop() {
    end.countDown();
    client.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void pageIsReadIntoRecords() throws Exception {
    body =
        list(
            "17",
            "\"next page/\"",
            JOB.formatted("a", "a", "5", 3),
            JOB.formatted("b", "b", "6", 4));
    Page<String> page = jobs(job -> name(job) + " " + job.getSpec().getParallelism()).list(null);

    assertThat(page.objects()).containsExactly("a 3", "b 4");
    assertThat(page.resourceVersion()).isEqualTo("17");
    assertThat(page.continueToken()).isEqualTo("next page/");
    assertThat(page.undecodableUids()).isEmpty();
    assertThat(requests)
        .containsExactly("/apis/batch/v1/jobs?labelSelector=jobset%3Da%2C%21b&limit=500");
  }

  @Test
  void nextPageIsAskedForByItsToken() throws Exception {
    body = list("17", "\"\"");
    Page<String> page = jobs(ApiListWatchTest::name).list("next page/");

    assertThat(page.objects()).isEmpty();
    assertThat(page.continueToken()).isNull();
    assertThat(requests.getFirst()).endsWith("&limit=500&continue=next+page%2F");
  }

  @Test
  void coreKindsHaveNoGroupInTheirPath() throws Exception {
    body = list("17", "null");
    new ApiListWatch<>(client, mapper, Service.class, Optional.empty(), ApiListWatchTest::name)
        .list(null);

    assertThat(requests).containsExactly("/api/v1/services?limit=500");
  }

  @Test
  void onlyMetadataIsAskedForWhereThatIsEnough() throws Exception {
    String item =
        """
        {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
         "metadata": {"name": "a", "uid": "u", "resourceVersion": "5"}}
        """;
    var nodes =
        new ApiListWatch<>(
            client,
            mapper,
            Node.class,
            Optional.empty(),
            ApiListWatch.Scope.METADATA,
            ApiListWatchTest::name);
    body = list("17", "null", item);
    assertThat(nodes.list(null).objects()).containsExactly("a");
    body = event("MODIFIED", item);
    try (Watch<String> watch = nodes.watch("17")) {
      assertThat(watch.next()).isEqualTo(new Event.Changed<>("a"));
    }

    assertThat(accepted)
        .containsExactly(
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
  }

  @Test
  void textOfAnyLanguageSurvivesAndManagedFieldsAreLeftOut() throws Exception {
    body = list("17", "null", JOB.formatted("a", "a", "5", 3));
    List<ObjectMeta> seen = new CopyOnWriteArrayList<>();
    jobs(job -> {
          seen.add(job.getMetadata());
          return "";
        })
        .list(null);

    assertThat(seen.getFirst().getAnnotations())
        .containsEntry("a", "grün 日本 😀")
        .containsEntry("managedFields", "kept");
    assertThat(seen.getFirst().getManagedFields()).isEmpty();
  }

  @Test
  void objectThatCannotBeReadIsSkippedAndNamed() throws Exception {
    body =
        list(
            "17",
            "null",
            JOB.formatted("bad", "bad", "5", "\"many\""),
            JOB.formatted("unprojectable", "unprojectable", "5", 1),
            JOB.formatted("uninteresting", "uninteresting", "5", 1),
            JOB.formatted("good", "good", "5", 1));
    Page<String> page = jobs(ApiListWatchTest::choosy).list(null);

    assertThat(page.objects()).containsExactly("good");
    assertThat(page.undecodableUids()).containsExactlyInAnyOrder("u-bad", "u-unprojectable");
  }

  @Test
  void watchTellsEventsUntilItsEnd() throws Exception {
    body =
        event("ADDED", JOB.formatted("a", "a", "5", 1))
            + event("MODIFIED", JOB.formatted("a", "a", "6", 1))
            + event("MODIFIED", JOB.formatted("bad", "bad", "7", "\"many\""))
            + event("MODIFIED", JOB.formatted("uninteresting", "uninteresting", "8", 1))
            + event("BOOKMARK", "{\"kind\": \"Job\", \"metadata\": {\"resourceVersion\": \"9\"}}")
            + event("DELETED", JOB.formatted("bad", "bad", "10", "\"many\""));
    try (Watch<String> watch = jobs(ApiListWatchTest::choosy).watch("4")) {
      assertThat(watch.next()).isEqualTo(new Event.Changed<>("a"));
      assertThat(watch.next()).isEqualTo(new Event.Changed<>("a"));
      assertThat(watch.next()).as("cannot be read").isEqualTo(new Event.Progress<>("7"));
      assertThat(watch.next())
          .as("of no interest")
          .isEqualTo(new Event.Deleted<>("ns", "uninteresting", "u-uninteresting", "8"));
      assertThat(watch.next()).isEqualTo(new Event.Progress<>("9"));
      assertThat(watch.next()).isEqualTo(new Event.Deleted<>("ns", "bad", "u-bad", "10"));
      assertThat(watch.next()).isNull();
    }
    assertThat(requests.getFirst())
        .matches(
            "/apis/batch/v1/jobs\\?labelSelector=jobset%3Da%2C%21b"
                + "&watch=true&allowWatchBookmarks=true&timeoutSeconds=[345]\\d\\d&resourceVersion=4");
  }

  @Test
  void eventsArriveOneByOneWhileTheWatchIsOpen() throws Exception {
    body = event("ADDED", JOB.formatted("a", "a", "5", 1));
    staysOpen = true;
    try (Watch<String> watch = jobs(ApiListWatchTest::choosy).watch("4")) {
      assertThat(watch.next()).isEqualTo(new Event.Changed<>("a"));
    }
  }

  @Test
  void closingWakesWhoeverWaits() throws Exception {
    staysOpen = true;
    Watch<String> watch = jobs(ApiListWatchTest::choosy).watch("4");
    CompletableFuture<Event<String>> next =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return watch.next();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            threads);
    watch.close();

    assertThat(next)
        .failsWithin(10, SECONDS)
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withRootCauseInstanceOf(Exception.class);
  }

  @Test
  void expiredVersionIsToldApartAsAnswerAndAsEvent() throws Exception {
    String gone = "{\"kind\": \"Status\", \"code\": 410, \"message\": \"too old\"}";
    body = event("ERROR", gone);
    try (Watch<String> watch = jobs(ApiListWatchTest::choosy).watch("4")) {
      assertThatExceptionOfType(Refused.class)
          .isThrownBy(watch::next)
          .withMessage("HTTP 410: too old")
          .matches(Refused::isExpired);
    }

    code = 410;
    body = gone;
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> jobs(ApiListWatchTest::choosy).watch("4"))
        .withMessage("HTTP 410: too old")
        .matches(Refused::isExpired);
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> jobs(ApiListWatchTest::choosy).list("expired"))
        .matches(Refused::isExpired);
  }

  @Test
  void refusalIsNotRetriedHere() {
    code = 503;
    body = "no Status, just text";
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(() -> jobs(ApiListWatchTest::choosy).list(null))
        .withMessage("HTTP 503: no Status, just text")
        .matches(e -> !e.isExpired());

    assertThat(requests).hasSize(1);
  }

  @Test
  void answerThatIsCutOffIsAFailure() throws Exception {
    body = "{\"metadata\": {\"resourceVersion\": \"17\"}, \"items\": [";
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> jobs(ApiListWatchTest::choosy).list(null));

    body = event("ADDED", JOB.formatted("a", "a", "5", 1)).substring(0, 40);
    try (Watch<String> watch = jobs(ApiListWatchTest::choosy).watch("4")) {
      assertThatExceptionOfType(IOException.class).isThrownBy(watch::next);
    }
  }

  @Test
  void absentServerIsAFailure() {
    server.stop(0);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> jobs(ApiListWatchTest::choosy).list(null))
        .extracting(Throwable::getCause, type(Throwable.class))
        .isInstanceOf(IOException.class);
  }

  private ApiListWatch<Job, String> jobs(java.util.function.Function<Job, String> projection) {
    return new ApiListWatch<>(client, mapper, Job.class, Optional.of("jobset=a,!b"), projection);
  }

  private static String choosy(Job job) {
    return switch (name(job)) {
      case "unprojectable" -> throw new IllegalStateException("cannot be projected");
      case "uninteresting" -> null;
      default -> name(job);
    };
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static String list(String version, String next, String... items) {
    return "{\"kind\": \"JobList\", \"metadata\": {\"resourceVersion\": \"%s\", \"continue\": %s}, \"items\": [%s]}"
        .formatted(version, next, String.join(",", items));
  }

  private static String event(String kind, String object) {
    return "{\"type\": \"%s\", \"object\": %s}\n".formatted(kind, object);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().toString());
    accepted.add(exchange.getRequestHeaders().getFirst("Accept"));
    exchange.sendResponseHeaders(code, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
      out.flush();
      if (staysOpen) {
        end.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
