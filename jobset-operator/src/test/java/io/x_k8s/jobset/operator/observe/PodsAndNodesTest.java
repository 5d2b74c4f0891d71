package io.x_k8s.jobset.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.plan.ExclusivePod;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodsAndNodesTest {
  private static final String RACK = "topology.example.com/rack";

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private KubernetesClient client;
  private ClusterCaches caches;
  private PodsAndNodes podsAndNodes;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] answer = "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[]}".getBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    caches = new ClusterCaches(client, new ObjectMapper());
    podsAndNodes = new PodsAndNodes(client, new ObjectMapper(), FeatureGates.DEFAULTS);
    podsAndNodes.serve(caches);
  }

  @AfterEach
  void stop() {
    podsAndNodes.close();
    caches.close();
    client.close();
    server.stop(0);
  }

  @Test
  void nothingIsWatchedWhileNoJobSetAsksForIt() throws InterruptedException {
    caches.jobSets().wrote(jobSet(Map.of(), Map.of(), Map.of()));
    caches.jobSets().wrote(jobSet(Map.of(JobSetAnnotations.NODE_SELECTOR, ""), Map.of(), Map.of()));
    caches
        .jobSets()
        .wrote(
            jobSet(
                Map.of(
                    JobSetAnnotations.EXCLUSIVE_TOPOLOGY,
                    RACK,
                    JobSetAnnotations.NODE_SELECTOR,
                    ""),
                Map.of(),
                Map.of()));

    assertThat(podsAndNodes.hasSynced()).as("it has all that is needed").isTrue();
    assertThat(podsAndNodes.awaitSync(Duration.ZERO)).isTrue();
    assertThat(podsAndNodes.isHealthy()).isTrue();
    assertThat(podsAndNodes.knowPlacement()).isFalse();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"jobSet", "job", "pod"})
  void anAnnotationAtAnyLevelIsAReasonToWatch(String level) throws InterruptedException {
    Map<String, String> exclusive = Map.of(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, RACK);
    caches
        .jobSets()
        .wrote(
            jobSet(
                level.equals("jobSet") ? exclusive : Map.of(),
                level.equals("job") ? exclusive : Map.of(),
                level.equals("pod") ? exclusive : Map.of()));

    assertThat(podsAndNodes.awaitSync(Duration.ofSeconds(30))).isTrue();
    assertThat(podsAndNodes.knowPlacement()).isTrue();
    await()
        .untilAsserted(
            () -> assertThat(asked).containsExactlyInAnyOrder("/api/v1/pods", "/api/v1/nodes"));
  }

  @Test
  void aNeedThatComesLaterDoesNotMakeUnready() {
    server.stop(0);
    assertThat(podsAndNodes.hasSynced()).isTrue();

    podsAndNodes.servePlacement();

    assertThat(podsAndNodes.hasSynced()).isTrue();
    assertThat(podsAndNodes.knowPlacement()).isFalse();
  }

  @Test
  void aNeedFromTheBeginningDelaysReadiness() {
    server.stop(0);

    podsAndNodes.servePlacement();

    assertThat(podsAndNodes.hasSynced()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "js-rj-0-0-abcde,js-rj-0-0",
    "a-b-c,",
    "a-b-c-d,",
    "js-0-0-0-0-abcde,js-0-0-0-0",
    "x,",
    "----,---"
  })
  @Tag("controller:K-014")
  void theBaseNameOfAPodIsItsNameWithoutTheLastPart(String name, String baseName) {
    assertThat(PodsAndNodes.baseName(name)).isEqualTo(Optional.ofNullable(baseName));
  }

  @Test
  void podsAreFoundByJobNameNodeAndJobSet() {
    PodRecord leader = pod("js-w-0-0-aaaaa", "ns", "job-0", true, "n1");
    PodRecord follower = pod("js-w-0-1-bbbbb", "ns", "job-0", false, "n1");
    PodRecord waiting = pod("js-w-1-0-ccccc", "ns", "job-1", true, "");
    PodRecord elsewhere = pod("js-w-0-0-ddddd", "other", "job-2", true, "n2");
    PodRecord bare = pod("js-w-2-0-eeeee", "ns", "", true, "n2");
    for (PodRecord pod : new PodRecord[] {leader, follower, waiting, elsewhere, bare}) {
      podsAndNodes.pods().wrote(pod);
    }

    assertThat(podsAndNodes.podsOfJob("job-0")).containsExactly(leader, follower);
    assertThat(podsAndNodes.podsOfJob(PodsAndNodes.jobOf(bare))).containsExactly(bare);
    assertThat(podsAndNodes.podsNamed("ns", "js-w-0-0")).containsExactly(leader);
    assertThat(podsAndNodes.podsNamed("other", "js-w-0-0")).containsExactly(elsewhere);
    assertThat(podsAndNodes.podsNamed("ns", "js-w-0-1")).as("never asked for").isEmpty();
    assertThat(podsAndNodes.leadersOn("n1")).containsExactly(leader);
    assertThat(podsAndNodes.leadersOn("")).isEmpty();
    assertThat(podsAndNodes.leadersOf("ns", "js")).containsExactly(leader, waiting, bare);
  }

  private static PodRecord pod(
      String name, String namespace, String job, boolean leader, String node) {
    return new PodRecord(
        namespace,
        name,
        "uid-of-" + name,
        "5",
        "js",
        job,
        false,
        false,
        Optional.empty(),
        Optional.of(
            new ExclusivePod(
                RACK, "key", leader, node, Optional.empty(), false, Optional.empty())));
  }

  private static JobSet jobSet(
      Map<String, String> ofJobSet, Map<String, String> ofJob, Map<String, String> ofPod) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("ns")
        .withName("js")
        .withUid("js-uid-" + ofJobSet.size())
        .withResourceVersion("5")
        .withAnnotations(ofJobSet)
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("w")
        .withNewTemplate()
        .withNewMetadata()
        .withAnnotations(ofJob)
        .endMetadata()
        .withNewSpec()
        .withTemplate(
            new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withAnnotations(ofPod)
                .endMetadata()
                .build())
        .endSpec()
        .endTemplate()
        .endReplicatedJob()
        .endSpec()
        .build();
  }
}
