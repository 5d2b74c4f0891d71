package io.x_k8s.jobset.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.x_k8s.jobset.operator.apply.FakeApiServer.Request;
import io.x_k8s.jobset.operator.plan.ExclusivePod;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.operator.runtime.RateLimiter;
import io.x_k8s.jobset.operator.runtime.WriteFence;
import io.x_k8s.jobset.operator.runtime.WriteLimiter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PodEvictorTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.5Z");
  private static final String POD = "/api/v1/namespaces/ns/pods/f1";

  private final List<String> observed = new CopyOnWriteArrayList<>();
  private FakeApiServer server;
  private PodEvictor evictor;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    server.answer("PATCH", "/f1/status", 200, pod("marked"));
    server.answer("PATCH", "/f2/status", 200, pod("marked"));
    server.answer("DELETE", "/f1", 200, pod("deleted"));
    server.answer("DELETE", "/f2", 200, pod("deleted"));
    evictor = evictor(WriteFence.ALWAYS_OPEN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tag("controller:K-007")
  void aPodIsMarkedAndThenDeletedInTheBackground() {
    assertThat(evictor.evict(List.of(pod("f1", false)))).isEmpty();

    assertThat(server.lines()).containsExactly("PATCH " + POD + "/status", "DELETE " + POD);
    Request mark = server.requests().getFirst();
    assertThat(mark.contentType()).startsWith("application/strategic-merge-patch+json");
    assertThat(mark.json().at("/metadata/uid").asText()).isEqualTo("uid-of-f1");
    JsonNode condition = mark.json().at("/status/conditions/0");
    assertThat(condition.path("type").asText()).isEqualTo("DisruptionTarget");
    assertThat(condition.path("status").asText()).isEqualTo("True");
    assertThat(condition.path("reason").asText()).isEqualTo("ExclusivePlacementViolation");
    assertThat(condition.path("message").asText())
        .isEqualTo("Pod violated JobSet exclusive placement policy");
    assertThat(condition.path("lastTransitionTime").asText()).isEqualTo("2026-06-01T12:00:00Z");
    JsonNode options = server.only("DELETE", "/f1").json();
    assertThat(options.path("propagationPolicy").asText()).isEqualTo("Background");
    assertThat(options.at("/preconditions/uid").asText()).isEqualTo("uid-of-f1");
    assertThat(observed).containsExactly("wrote marked", "wrote deleted");
  }

  @Test
  @Tag("controller:K-008")
  void anotherStateOfTheConditionIsOverwritten() {
    // A record says only whether the condition is True; one that is False is not.
    evictor.evict(List.of(pod("f1", false)));

    assertThat(server.lines()).startsWith("PATCH " + POD + "/status");
  }

  @Test
  @Tag("controller:K-009")
  void aPodThatIsMarkedIsOnlyDeleted() {
    assertThat(evictor.evict(List.of(pod("f1", true)))).isEmpty();

    assertThat(server.lines()).containsExactly("DELETE " + POD);
  }

  @Test
  @Tag("controller:K-010")
  void aPodThatCannotBeMarkedIsNotDeleted() {
    server.refuse("PATCH", "/f1/status", 500, "InternalError", "etcd has gone");

    assertThat(evictor.evict(List.of(pod("f1", false))))
        .singleElement()
        .asString()
        .startsWith("follower pod \"f1\" could not be evicted: ")
        .contains("etcd has gone");
    assertThat(server.lines()).containsExactly("PATCH " + POD + "/status");
  }

  /** Improvement 1: without it a missing right would let Pods stay where they must not be. */
  @Test
  @Tag("controller:K-010")
  void aPodThatMayNotBeMarkedIsDeletedAllTheSame() {
    server.refuse("PATCH", "/f1/status", 403, "Forbidden", "cannot patch resource pods/status");

    assertThat(evictor.evict(List.of(pod("f1", false)))).isEmpty();
    assertThat(server.lines()).containsExactly("PATCH " + POD + "/status", "DELETE " + POD);
  }

  @Test
  @Tag("controller:K-011")
  void aFailedDeletionIsToldAndAMissingPodIsNot() {
    server.refuse("DELETE", "/f1", 500, "InternalError", "etcd has gone");
    server.refuse("DELETE", "/f2", 404, "NotFound", "pods \"f2\" not found");

    assertThat(evictor.evict(List.of(pod("f1", true), pod("f2", true))))
        .singleElement()
        .asString()
        .contains("f1")
        .contains("etcd has gone");
    assertThat(observed).containsExactly("deleted f2");
  }

  @Test
  @Tag("controller:K-011")
  void aPodThatIsGoneBeforeItIsMarkedIsFine() {
    server.refuse("PATCH", "/f1/status", 404, "NotFound", "pods \"f1\" not found");

    assertThat(evictor.evict(List.of(pod("f1", false)))).isEmpty();
    assertThat(observed).containsExactly("deleted f1");
  }

  @Test
  void onePodThatCannotBeEvictedDoesNotSaveTheOthers() {
    server.refuse("PATCH", "/f1/status", 500, "InternalError", "etcd has gone");

    assertThat(evictor.evict(List.of(pod("f1", false), pod("f2", false)))).hasSize(1);
    assertThat(server.lines()).contains("DELETE /api/v1/namespaces/ns/pods/f2");
  }

  @Test
  void withoutTheLeaseNothingIsWritten() {
    PodEvictor notLeading = evictor(() -> false);

    assertThatThrownBy(() -> notLeading.evict(List.of(pod("f1", false))))
        .isInstanceOf(WriteFence.Closed.class);
    assertThat(server.lines()).isEmpty();
  }

  private PodEvictor evictor(WriteFence fence) {
    return new PodEvictor(
        server.client(),
        Duration.ofSeconds(10),
        fence,
        new WriteLimiter(50, new RateLimiter(500, 500)),
        new PodObserver() {
          @Override
          public void wrote(Pod pod) {
            observed.add("wrote " + pod.getMetadata().getName());
          }

          @Override
          public void deletedPod(String namespace, String name, String uid) {
            observed.add("deleted " + name);
          }
        },
        () -> NOW);
  }

  private static Map<String, Object> pod(String name) {
    return Map.of("apiVersion", "v1", "kind", "Pod", "metadata", Map.of("name", name));
  }

  private static PodRecord pod(String name, boolean disrupted) {
    return new PodRecord(
        "ns",
        name,
        "uid-of-" + name,
        "1",
        "js",
        "job-uid",
        false,
        false,
        Optional.empty(),
        Optional.of(
            new ExclusivePod(
                "rack", "key", false, "", Optional.empty(), disrupted, Optional.empty())));
  }
}
