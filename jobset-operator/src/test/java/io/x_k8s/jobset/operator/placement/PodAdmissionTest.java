package io.x_k8s.jobset.operator.placement;

import static io.x_k8s.jobset.operator.placement.Pods.ZONE;
import static io.x_k8s.jobset.operator.placement.Pods.follower;
import static io.x_k8s.jobset.operator.placement.Pods.leader;
import static io.x_k8s.jobset.operator.placement.Pods.sentTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.x_k8s.jobset.operator.admission.AdmissionObject;
import io.x_k8s.jobset.operator.admission.AdmissionRequest;
import io.x_k8s.jobset.operator.admission.AdmissionRequest.Operation;
import io.x_k8s.jobset.operator.admission.PatchOperation;
import io.x_k8s.jobset.operator.admission.UndecodableObjectException;
import io.x_k8s.jobset.operator.admission.Verdict;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The handlers, on what lists of Pods and nodes have shown. */
class PodAdmissionTest {
  private ListedCluster cluster;
  private PodAdmission admission;

  @BeforeEach
  void start() throws IOException {
    cluster = new ListedCluster();
    admission = new PodAdmission(cluster.podsAndNodes);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aFollowerIsSentToItsLeadersDomainAndThenAllowed() throws InterruptedException {
    cluster.with("nodes", node()).with("pods", scheduled(leader().build(), "ns"));
    cluster.podsAndNodes.servePlacement();
    cluster.sync();

    assertThat(admission.mutation().review(create(follower().build())))
        .isEqualTo(
            Verdict.allowed(
                java.util.List.of(
                    PatchOperation.add("/metadata/labels/jobset.sigs.k8s.io~1priority", "100"),
                    PatchOperation.add("/spec/nodeSelector", Map.of(ZONE, "zone-a")))));
    assertThat(admission.validation().review(create(sentTo("zone-a", follower()))))
        .isEqualTo(Verdict.allowed());
  }

  @Test
  @Tag("admission:V13")
  void podsWithoutTheAnnotationOrOfAnotherNamespaceAreNoLeaders() throws InterruptedException {
    Pod plain =
        leader()
            .editMetadata()
            .removeFromAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY)
            .endMetadata()
            .build();
    cluster
        .with("nodes", node())
        .with("pods", scheduled(plain, "ns"), scheduled(leader().build(), "other"));
    cluster.podsAndNodes.servePlacement();
    cluster.sync();

    assertThat(admission.validation().review(create(sentTo("zone-a", follower()))))
        .isEqualTo(Verdict.forbidden(noLeader()));
  }

  @Test
  void whatIsNotListedYetCountsAsALeaderThatIsNotThereYet() throws InterruptedException {
    cluster.with("nodes", node()).with("pods", scheduled(leader().build(), "ns")).holdingLists();

    Verdict first = admission.validation().review(create(sentTo("zone-a", follower())));
    cluster.answerLists();
    assertThat(cluster.podsAndNodes.awaitSync(Duration.ofSeconds(30))).isTrue();
    Verdict second = admission.validation().review(create(sentTo("zone-a", follower())));

    assertThat(first).isEqualTo(Verdict.forbidden(noLeader()));
    assertThat(second).as("the first one has begun to watch").isEqualTo(Verdict.allowed());
  }

  @Test
  void podsThatMayRunAnywhereAreNoReasonToWatch() {
    Pod pod =
        follower()
            .editMetadata()
            .removeFromAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY)
            .endMetadata()
            .build();

    admission.mutation().review(create(pod));
    admission.validation().review(create(pod));

    assertThat(cluster.podsAndNodes.hasSynced()).isTrue();
    assertThat(cluster.podsAndNodes.knowPlacement()).isFalse();
  }

  @Test
  void onlyNewPodsAreReviewed() {
    for (Operation operation : new Operation[] {Operation.UPDATE, Operation.DELETE}) {
      AdmissionRequest request = request(operation, Optional.empty());

      assertThat(admission.mutation().review(request)).isEqualTo(Verdict.allowed());
      assertThat(admission.validation().review(request)).isEqualTo(Verdict.allowed());
    }
  }

  @Test
  void aRequestWithoutAPodCannotBeReviewed() {
    AdmissionRequest request = request(Operation.CREATE, Optional.empty());

    assertThatThrownBy(() -> admission.mutation().review(request))
        .isInstanceOf(UndecodableObjectException.class);
  }

  private static String noLeader() {
    return "expected 1 leader pod (js-rjob-0-0), but got 0. this is an expected, transient error";
  }

  private AdmissionRequest create(Pod pod) {
    return request(
        Operation.CREATE,
        Optional.of(new AdmissionObject(cluster.mapper.valueToTree(pod), cluster.mapper)));
  }

  private static AdmissionRequest request(Operation operation, Optional<AdmissionObject> object) {
    return new AdmissionRequest(
        "uid", operation, "ns", "", false, "job-controller", object, Optional.empty());
  }

  private static Pod scheduled(Pod pod, String namespace) {
    return pod.edit()
        .editMetadata()
        .withNamespace(namespace)
        .withUid("uid-in-" + namespace)
        .withResourceVersion("5")
        .endMetadata()
        .editSpec()
        .withNodeName("node-a")
        .endSpec()
        .build();
  }

  private static Node node() {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("node-a")
        .withUid("node-uid")
        .withResourceVersion("4")
        .addToLabels(ZONE, "zone-a")
        .endMetadata()
        .build();
  }
}
