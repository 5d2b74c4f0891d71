package io.x_k8s.jobset.operator.placement;

import static io.x_k8s.jobset.operator.placement.Pods.JOB;
import static io.x_k8s.jobset.operator.placement.Pods.SINCE;
import static io.x_k8s.jobset.operator.placement.Pods.ZONE;
import static io.x_k8s.jobset.operator.placement.Pods.follower;
import static io.x_k8s.jobset.operator.placement.Pods.leader;
import static io.x_k8s.jobset.operator.placement.Pods.sentTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.x_k8s.jobset.operator.apply.JobSetEvents;
import io.x_k8s.jobset.operator.apply.PodEvictor;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.observe.ClusterView;
import io.x_k8s.jobset.operator.runtime.EventRecorder;
import io.x_k8s.jobset.operator.runtime.RateLimiter;
import io.x_k8s.jobset.operator.runtime.WriteFence;
import io.x_k8s.jobset.operator.runtime.WriteLimiter;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The controller as a whole, from what watches tell to what is written. */
class PlacementTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private ListedCluster cluster;
  private EventRecorder events;
  private Placement placement;
  private volatile Instant now = SINCE.plusSeconds(60);

  @BeforeEach
  void start() throws IOException {
    cluster = new ListedCluster().with("jobsets", jobSet()).with("jobs", job());
    events = new EventRecorder(cluster.client, "jobset", "jobset-test");
    placement =
        new Placement(
            cluster.podsAndNodes,
            new ClusterView(cluster.caches, cluster.podsAndNodes, FeatureGates.DEFAULTS, () -> now),
            new PodEvictor(
                cluster.client,
                Duration.ofSeconds(10),
                WriteFence.ALWAYS_OPEN,
                new WriteLimiter(50, new RateLimiter(500, 500)),
                cluster.podsAndNodes,
                () -> now),
            new JobSetEvents(events),
            () -> now);
  }

  @AfterEach
  void stop() throws InterruptedException {
    placement.stop(Duration.ofSeconds(5));
    events.close();
    cluster.close();
  }

  @Test
  @Tag("controller:K-007")
  void misplacedFollowersAreEvictedAndTheJobSetIsTold() throws Exception {
    run(onNode("node-a", leader()), existing(1, "zone-b"), existing(2, "zone-a"));

    await().atMost(SOON).until(() -> deletions().size() == 2);
    assertThat(deletions())
        .allMatch(line -> line.startsWith("DELETE /api/v1/namespaces/ns/pods/js-rjob-0-"));
    assertThat(writes("PATCH")).hasSize(2).allMatch(line -> line.contains("DisruptionTarget"));
    assertThat(deletions()).noneMatch(line -> line.contains("js-rjob-0-0-"));
    awaitEvent("job \\\"js-rjob-0\\\": 2 follower Pods are made anew");
  }

  @Test
  @Tag("controller:K-016")
  void followersOfAnEarlierPlaceGoWhenTheLeaderGetsAnother() throws Exception {
    run(waiting(), existing(1, "zone-b"));
    assertThat(deletions()).isEmpty();

    cluster.tell("pods", "MODIFIED", changed(onNode("node-a", leader()), "200"));

    await().atMost(SOON).until(() -> deletions().size() == 1);
  }

  /** Improvement 24: a follower may be admitted just before its leader is seen to move. */
  @Test
  @Tag("controller:K-013")
  void theCreationOfAFollowerIsAReasonToLook() throws Exception {
    run(onNode("node-a", leader()), existing(1, "zone-a"));

    cluster.tell("pods", "ADDED", changed(existing(2, "zone-b"), "200"));

    await().atMost(SOON).until(() -> deletions().size() == 2);
  }

  /** Improvement 24. */
  @Test
  void changedLabelsOfTheLeadersNodeAreAReasonToLook() throws Exception {
    run(onNode("node-a", leader()), existing(1, "zone-a"));

    cluster.tell("nodes", "MODIFIED", node("zone-b", "200"));

    await().atMost(SOON).until(() -> deletions().size() == 1);
  }

  @Test
  @Tag("controller:K-013")
  void leadersThatGoOrHaveNoNodeOrNoAnnotationAreNoReasonToEvict() throws Exception {
    Pod going =
        onNode("node-a", leader())
            .edit()
            .editMetadata()
            .withDeletionTimestamp("2026-06-01T12:00:00Z")
            .endMetadata()
            .build();
    Pod plain =
        onNode("node-a", leader())
            .edit()
            .editMetadata()
            .removeFromAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY)
            .endMetadata()
            .build();
    run(going, existing(1, "zone-b"));
    cluster.tell("pods", "MODIFIED", changed(waiting(), "200"));
    cluster.tell("pods", "MODIFIED", changed(plain, "201"));

    // What comes last shows that the others have been looked at, in their order.
    cluster.tell("pods", "MODIFIED", changed(onNode("node-a", leader()), "202"));
    await().atMost(SOON).until(() -> deletions().size() == 1);
    assertThat(deletions()).singleElement().asString().contains("js-rjob-0-1-");
  }

  @Test
  @Tag("controller:K-018")
  void podsWhosePlacesWerePreparedAreNeverEvicted() throws Exception {
    run(
        prepared(onNode("node-a", leader())),
        prepared(existing(1, null)),
        onNode("node-a", otherLeader()),
        otherFollower("zone-b"));

    await().atMost(SOON).until(() -> deletions().size() == 1);
    assertThat(deletions()).singleElement().asString().contains("js-rjob-1-1-");
  }

  @Test
  @Tag("controller:K-006")
  void beforeNodesAreKnownNothingIsEvicted() throws Exception {
    cluster.with("pods", onNode("node-a", leader()), existing(1, "zone-b"));
    cluster.with("nodes", node("zone-a", "5")).holdingNodes();
    placement.start();
    cluster.caches.start();
    await().atMost(SOON).until(() -> cluster.podsAndNodes.exclusivePods().size() == 2);
    assertThat(cluster.podsAndNodes.knowPlacement()).isFalse();
    assertThat(deletions()).isEmpty();

    cluster.answerLists();

    await().atMost(SOON).until(() -> deletions().size() == 1);
  }

  @Test
  void aLongWaitForALeaderIsToldOnce() throws Exception {
    run(waiting());

    awaitEvent("waiting for leader Pod js-rjob-0-0-new: Unschedulable: 0/8 nodes are available");
    Pod again = waiting("0/9 nodes are available");
    cluster.tell("pods", "MODIFIED", changed(again, "200"));
    cluster.tell("pods", "MODIFIED", changed(onNode("node-a", leader()), "201"));
    cluster.tell("pods", "ADDED", changed(existing(1, "zone-b"), "202"));
    await().atMost(SOON).until(() -> deletions().size() == 1);
    events.close();
    assertThat(eventLines()).filteredOn(line -> line.contains("WaitingForLeaderPod")).hasSize(1);
  }

  @Test
  void aShortWaitForALeaderIsNotTold() throws Exception {
    now = SINCE.plusSeconds(2);
    run(waiting(), onNode("node-a", otherLeader()), otherFollower("zone-b"));

    await().atMost(SOON).until(() -> deletions().size() == 1);
    events.close();
    assertThat(eventLines()).noneMatch(line -> line.contains("WaitingForLeaderPod"));
  }

  private void run(Pod... pods) throws InterruptedException {
    cluster.with("pods", pods).with("nodes", node("zone-a", "5"));
    cluster.sync();
    placement.start();
  }

  private List<String> deletions() {
    return writes("DELETE");
  }

  private List<String> writes(String method) {
    return cluster.writes.stream().filter(line -> line.startsWith(method + " ")).toList();
  }

  private List<String> eventLines() {
    return cluster.writes.stream().filter(line -> line.contains("/events ")).toList();
  }

  private void awaitEvent(String note) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(eventLines()).anyMatch(line -> line.contains(note)));
  }

  private static Pod waiting() {
    return waiting("0/8 nodes are available");
  }

  private static Pod waiting(String message) {
    return exists(
        leader()
            .withNewStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage(message)
            .withLastTransitionTime(SINCE.toString())
            .endCondition()
            .endStatus()
            .build());
  }

  private static Pod onNode(String node, PodBuilder pod) {
    return exists(pod.editSpec().withNodeName(node).endSpec().build());
  }

  private static Pod existing(int index, String zone) {
    Pod pod = zone == null ? follower().build() : sentTo(zone, follower());
    return exists(
        pod.edit()
            .editMetadata()
            .withName("js-rjob-0-" + index + "-old")
            .addToAnnotations(AdmittedPod.COMPLETION_INDEX, String.valueOf(index))
            .endMetadata()
            .build());
  }

  private static PodBuilder otherLeader() {
    return ofOtherJob(leader().build(), "js-rjob-1-0-new");
  }

  private static Pod otherFollower(String zone) {
    return exists(ofOtherJob(sentTo(zone, follower()), "js-rjob-1-1-old").build());
  }

  private static PodBuilder ofOtherJob(Pod pod, String name) {
    return pod.edit()
        .editMetadata()
        .withName(name)
        .editFirstOwnerReference()
        .withUid("u2")
        .endOwnerReference()
        .endMetadata();
  }

  private static Pod prepared(Pod pod) {
    return pod.edit()
        .editMetadata()
        .addToAnnotations(JobSetAnnotations.NODE_SELECTOR, "true")
        .endMetadata()
        .build();
  }

  private static Pod exists(Pod pod) {
    return changed(
        pod.edit()
            .editMetadata()
            .withNamespace("ns")
            .withUid("uid-of-" + pod.getMetadata().getName())
            .withCreationTimestamp(SINCE.toString())
            .endMetadata()
            .build(),
        "5");
  }

  private static Pod changed(Pod pod, String resourceVersion) {
    return pod.edit().editMetadata().withResourceVersion(resourceVersion).endMetadata().build();
  }

  private static Node node(String zone, String resourceVersion) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("node-a")
        .withUid("node-uid")
        .withResourceVersion(resourceVersion)
        .addToLabels(ZONE, zone)
        .endMetadata()
        .build();
  }

  private static JobSet jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("ns")
        .withName("js")
        .withUid("js-uid")
        .withResourceVersion("1")
        .addToAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, ZONE)
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("rjob")
        .endReplicatedJob()
        .endSpec()
        .build();
  }

  private static Job job() {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace("ns")
        .withName("js-rjob-0")
        .withUid(JOB)
        .withResourceVersion("2")
        .endMetadata()
        .withNewSpec()
        .withParallelism(3)
        .withNewTemplate()
        .endTemplate()
        .endSpec()
        .build();
  }
}
