package io.x_k8s.jobset.e2e.placement;

import static io.x_k8s.jobset.e2e.placement.PlacementCluster.FREE_NODES;
import static io.x_k8s.jobset.e2e.placement.PlacementCluster.NODES_OF_TWO;
import static io.x_k8s.jobset.e2e.placement.PlacementCluster.NODE_OF_ONE;
import static io.x_k8s.jobset.e2e.placement.PlacementCluster.PAIR;
import static io.x_k8s.jobset.e2e.placement.PlacementCluster.POOL;
import static io.x_k8s.jobset.e2e.placement.PlacementCluster.RACK;
import static io.x_k8s.jobset.e2e.placement.PlacementCluster.RACKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.e2e.cluster.SimulatedPods;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.JobSetNodes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One topology domain per Job, on a cluster that schedules. */
class ExclusivePlacementE2E {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Map<String, String> POOL_EIGHT = Map.of(POOL, "eight");
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";
  private static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";

  private static PlacementCluster cluster;
  private static KubernetesClient client;
  private static Map<String, Node> nodes;

  private String namespace;

  @BeforeAll
  static void startCluster() throws IOException, InterruptedException {
    cluster = PlacementCluster.start();
    client = cluster.client();
    nodes =
        client.nodes().list().getItems().stream()
            .collect(Collectors.toMap(node -> node.getMetadata().getName(), node -> node));
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void createNamespace() {
    namespace = "placement-" + UUID.randomUUID().toString().substring(0, 13);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    await()
        .atMost(SOON)
        .until(
            () ->
                client.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
  }

  /** Racks are exclusive in the whole cluster. */
  @AfterEach
  void freeAllRacks() {
    client
        .resources(JobSet.class)
        .inNamespace(namespace)
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
    await("all Pods to be gone")
        .atMost(SOON)
        .until(() -> client.pods().inNamespace(namespace).list().getItems().isEmpty());
  }

  @Test
  @Tag("controller:K-015")
  void eachOf64JobsHasARackAndHasOneAgainAfterARestart() {
    Resource<JobSet> jobSet = create(Workers.of("large", RACKS, 4, Map.of()).jobSet());
    awaitRunning("large", 0, RACKS * 4);
    assertOneRackPerJob("large", RACKS);

    Pod failing = pods("large").getFirst();
    client
        .resource(failing)
        .edit(
            pod ->
                pod.edit()
                    .editMetadata()
                    .addToAnnotations(SimulatedPods.EXIT_CODE, "1")
                    .endMetadata()
                    .build());

    awaitRunning("large", 1, RACKS * 4);
    assertOneRackPerJob("large", RACKS);
    assertThat(jobSet.get().getStatus().getRestarts()).isEqualTo(1);
  }

  @Test
  @Tag("admission:V14")
  void followersAppearWhenTheirLeaderIsBound() {
    create(Workers.of("small", 2, 3, Map.of(POOL, "three")).jobSet());

    awaitRunning("small", 0, 6);

    assertOneRackPerJob("small", 2);
    podsByJob("small")
        .values()
        .forEach(
            pods -> {
              Instant bound =
                  pods.stream()
                      .filter(ExclusivePlacementE2E::isLeader)
                      .map(pod -> condition(pod, "PodScheduled").getLastTransitionTime())
                      .map(Instant::parse)
                      .findFirst()
                      .orElseThrow();
              assertThat(pods)
                  .filteredOn(pod -> !isLeader(pod))
                  .hasSize(2)
                  .allSatisfy(
                      pod ->
                          assertThat(Instant.parse(pod.getMetadata().getCreationTimestamp()))
                              .isAfterOrEqualTo(bound));
            });
  }

  @Test
  void aRackWithAPodOfAForeignJobIsAvoided() {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("foreign")
                .withNamespace(namespace)
                .addToLabels(JobSetLabels.JOB_KEY, "foreign")
                .addToLabels(JobSetLabels.PRIORITY, "0")
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-0")
                .addNewContainer()
                .withName("main")
                .withImage("simulated")
                .endContainer()
                .endSpec()
                .build())
        .create();
    try {
      create(Workers.of("avoids", 7, 2, POOL_EIGHT).jobSet());

      awaitRunning("avoids", 0, 14);

      assertOneRackPerJob("avoids", 7);
      assertThat(racks(pods("avoids"))).doesNotContain("rack-0");
    } finally {
      client.pods().inNamespace(namespace).withName("foreign").withGracePeriod(0).delete();
    }
  }

  @Test
  void aHigherPriorityTakesItsRacksAndTheOthersSayWhatTheyWaitFor() {
    createPriorityClass("low", 100);
    createPriorityClass("high", 1000);
    create(new Workers("low", RACK, 8, 4, POOL_EIGHT, "low").jobSet());
    awaitRunning("low", 0, 32);

    create(new Workers("high", RACK, 2, 4, POOL_EIGHT, "high").jobSet());

    await("the important one to run")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(running("high")).hasSize(8));
    assertOneRackPerJob("high", 2);
    await("the other one to use what is left")
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(running("low")).hasSize(24);
              assertOneRackPerJob("low", 6);
            });
    assertThat(racks(running("low"))).doesNotContainAnyElementsOf(racks(running("high")));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(notes("low", "WaitingForLeaderPod"))
                    .singleElement()
                    .asString()
                    .matches("(?s)waiting for leader Pod low-w-\\d-0-.*: Unschedulable: 0/.*"));
  }

  @Test
  void jobsWithoutALeaderAreRefused() {
    JobSet jobSet = Workers.of("nobody-leads", 1, 2, Map.of()).jobSet();
    jobSet
        .getSpec()
        .getReplicatedJobs()
        .getFirst()
        .getTemplate()
        .getSpec()
        .setCompletionMode("NonIndexed");

    assertThatThrownBy(() -> create(jobSet))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422))
        .hasMessageContaining("NonIndexed");
  }

  /** Leader and follower do not fit in domain one; when the leader moves, the follower has to. */
  @Test
  @Tag("controller:K-016")
  void followersThatWaitInTheOldDomainOfTheirLeaderFollowIt() {
    for (String node : NODES_OF_TWO) {
      setUnschedulable(node, true);
    }
    JobSet manifest = new Workers("moves", PAIR, 1, 2, Map.of(), null).jobSet();
    manifest.getSpec().getReplicatedJobs().getFirst().getTemplate().getSpec().setBackoffLimit(10);
    create(manifest);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(pods("moves"))
                    .extracting(pod -> isLeader(pod) + " " + pod.getStatus().getPhase())
                    .containsExactlyInAnyOrder("true Running", "false Pending"));
    String oldFollower =
        pods("moves").stream()
            .filter(pod -> !isLeader(pod))
            .findFirst()
            .orElseThrow()
            .getMetadata()
            .getUid();

    for (String node : NODES_OF_TWO) {
      setUnschedulable(node, false);
    }
    setUnschedulable(NODE_OF_ONE, true);
    pods("moves").stream()
        .filter(ExclusivePlacementE2E::isLeader)
        .forEach(leader -> client.resource(leader).delete());

    await("both Pods to run in domain two")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(running("moves"))
                    .hasSize(2)
                    .allMatch(pod -> List.of(NODES_OF_TWO).contains(pod.getSpec().getNodeName())));
    assertThat(running("moves"))
        .extracting(pod -> pod.getMetadata().getUid())
        .doesNotContain(oldFollower);
    assertThat(notes("moves", "ExclusivePlacementViolation")).isNotEmpty();
    setUnschedulable(NODE_OF_ONE, false);
  }

  @Test
  @Tag("controller:K-019")
  void podsOnPreparedNodesAreLeftAlone() {
    JobSet manifest = Workers.of("prepared", 2, 1, Map.of()).jobSet();
    manifest.getMetadata().getAnnotations().put(JobSetAnnotations.NODE_SELECTOR, "true");
    manifest.getSpec().getReplicatedJobs().getFirst().getTemplate().getSpec().setParallelism(1);
    for (int job = 0; job < FREE_NODES.length; job++) {
      String name = JobSetNames.namespacedJob(namespace, "prepared-w-" + job);
      editNode(
          FREE_NODES[job],
          node -> {
            node.getMetadata().getLabels().put(JobSetNodes.NAMESPACED_JOB_LABEL, name);
            node.getSpec()
                .getTaints()
                .add(
                    new TaintBuilder()
                        .withKey(JobSetNodes.NO_SCHEDULE_TAINT)
                        .withValue("true")
                        .withEffect("NoSchedule")
                        .build());
          });
    }

    create(manifest);

    awaitRunning("prepared", 0, 2);
    Set<String> uids = uids(pods("prepared"));
    assertThat(running("prepared"))
        .allSatisfy(
            pod -> {
              assertThat(FREE_NODES).contains(pod.getSpec().getNodeName());
              assertThat(pod.getSpec().getAffinity()).isNull();
            });
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(30))
        .until(() -> uids(running("prepared")).equals(uids));
    assertThat(notes("prepared", "ExclusivePlacementViolation")).isEmpty();
  }

  private Resource<JobSet> create(JobSet jobSet) {
    client.resource(jobSet).inNamespace(namespace).create();
    return client
        .resources(JobSet.class)
        .inNamespace(namespace)
        .withName(jobSet.getMetadata().getName());
  }

  private static void createPriorityClass(String name, int value) {
    client
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withValue(value)
                .build())
        .create();
  }

  private void awaitRunning(String jobSet, int attempt, int pods) {
    await("%d Pods of attempt %d".formatted(pods, attempt))
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(
                        running(jobSet).stream()
                            .filter(
                                pod ->
                                    label(pod, JobSetLabels.RESTART_ATTEMPT)
                                        .equals(String.valueOf(attempt)))
                            .count())
                    .isEqualTo(pods));
  }

  private void assertOneRackPerJob(String jobSet, int jobs) {
    Map<String, Set<String>> racks = new TreeMap<>();
    podsByJob(jobSet).forEach((job, pods) -> racks.put(job, racks(pods)));
    assertThat(racks).hasSize(jobs);
    assertThat(racks.values()).allSatisfy(used -> assertThat(used).hasSize(1));
    assertThat(racks.values().stream().flatMap(Set::stream)).doesNotHaveDuplicates();
  }

  private Map<String, List<Pod>> podsByJob(String jobSet) {
    return running(jobSet).stream().collect(Collectors.groupingBy(pod -> label(pod, JOB_NAME)));
  }

  private static Set<String> racks(List<Pod> pods) {
    return pods.stream()
        .map(pod -> nodes.get(pod.getSpec().getNodeName()))
        .map(node -> node.getMetadata().getLabels().get(RACK))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> uids(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
  }

  private List<Pod> running(String jobSet) {
    return pods(jobSet).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .toList();
  }

  private List<Pod> pods(String jobSet) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(JobSetLabels.JOBSET_NAME, jobSet)
        .list()
        .getItems();
  }

  private List<String> notes(String jobSet, String reason) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(jobSet))
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getNote)
        .toList();
  }

  private static void setUnschedulable(String node, boolean unschedulable) {
    editNode(node, found -> found.getSpec().setUnschedulable(unschedulable));
  }

  private static void editNode(String name, Consumer<Node> change) {
    client
        .nodes()
        .withName(name)
        .edit(
            node -> {
              change.accept(node);
              return node;
            });
  }

  private static boolean isLeader(Pod pod) {
    return "0".equals(pod.getMetadata().getAnnotations().get(COMPLETION_INDEX));
  }

  private static PodCondition condition(Pod pod, String type) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String label(Pod pod, String key) {
    return pod.getMetadata().getLabels().get(key);
  }
}
