package io.x_k8s.jobset.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.plan.InPlacePod;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.operator.runtime.ObjectKey;
import io.x_k8s.jobset.operator.runtime.WorkQueue;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.RestartStrategy;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which Pods a pass gets to see, and which of their changes call for one. */
class InPlaceRestartPodsTest {
  private static final ObjectKey KEY = new ObjectKey("default", "js");
  private static final Optional<InPlacePod> SILENT = Optional.empty();

  private final WorkQueue<ObjectKey> queue = new WorkQueue<>();
  private int version;
  private KubernetesClient client;
  private ClusterCaches caches;
  private PodsAndNodes pods;
  private ClusterView view;

  @BeforeEach
  void start() {
    FeatureGates gates = FeatureGates.DEFAULTS.with(FeatureGate.IN_PLACE_RESTART);
    Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1").build();
    client = new KubernetesClientBuilder().withConfig(nowhere).build();
    caches = new ClusterCaches(client, new ObjectMapper());
    pods = new PodsAndNodes(client, new ObjectMapper(), gates);
    view = new ClusterView(caches, pods, gates, () -> Instant.EPOCH);
  }

  @AfterEach
  void stop() {
    pods.close();
    caches.close();
    client.close();
    queue.shutDown();
  }

  @Test
  @Tag("controller:I-016")
  void onlyPodsThatCarryTheJobSetsNameAreSeen() {
    view.wrote(jobSet("js", RestartStrategy.IN_PLACE_RESTART));
    pods.pods().wrote(pod("default", "one", "js", attempt(1)));
    pods.pods().wrote(pod("default", "of-another", "js-2", attempt(1)));
    pods.pods().wrote(pod("default", "without-label", "", attempt(1)));
    pods.pods().wrote(pod("elsewhere", "namesake", "js", attempt(1)));

    assertThat(view.snapshot(KEY).orElseThrow().pods())
        .extracting(PodRecord::name)
        .containsExactly("one");
  }

  @Test
  void aJobSetThatRestartsOtherwiseHasNoUseForPods() {
    view.wrote(jobSet("js", RestartStrategy.RECREATE));
    pods.pods().wrote(pod("default", "one", "js", attempt(1)));

    assertThat(view.snapshot(KEY).orElseThrow().pods()).isEmpty();
  }

  @Test
  @Tag("controller:I-018")
  void whatAnAgentTellsCallsForAPass() throws InterruptedException {
    view.wrote(jobSet("js", RestartStrategy.IN_PLACE_RESTART));
    pods.pods().wrote(pod("default", "one", "js", attempt(0)));
    connect();

    pods.pods().wrote(pod("default", "one", "js", attempt(1)));

    assertThat(queue.depth()).as("more may come").isZero();
    assertThat(queue.take()).isEqualTo(KEY);
  }

  @Test
  void aPodThatStopsTellingCallsForAPass() throws InterruptedException {
    view.wrote(jobSet("js", RestartStrategy.IN_PLACE_RESTART));
    pods.pods().wrote(pod("default", "one", "js", attempt(0)));
    connect();

    pods.pods().deleted("default", "one", "uid-of-one");

    assertThat(queue.take()).isEqualTo(KEY);
  }

  @Test
  void whatTellsNothingCallsForNoPass() throws InterruptedException {
    view.wrote(jobSet("js", RestartStrategy.IN_PLACE_RESTART));
    view.wrote(jobSet("recreated", RestartStrategy.RECREATE));
    pods.pods().wrote(pod("default", "told", "js", attempt(0)));
    connect();

    pods.pods().wrote(pod("default", "created", "js", SILENT));
    pods.pods().wrote(pod("default", "created", "js", SILENT));
    pods.pods().deleted("default", "created", "uid-of-created");
    pods.pods().wrote(pod("default", "told", "js", attempt(0)));
    pods.pods().wrote(pod("default", "foreign", "recreated", attempt(0)));
    pods.pods().wrote(pod("default", "orphan", "gone", attempt(0)));

    assertThat(queue.adds()).isZero();
  }

  private void connect() {
    Triggers.connect(caches, pods, queue, jobSet -> {});
  }

  private static Optional<InPlacePod> attempt(int attempt) {
    return Optional.of(
        new InPlacePod(new InPlacePod.Attempt.Known(attempt), 0, InPlacePod.Phase.LIVE));
  }

  private PodRecord pod(
      String namespace, String name, String jobSet, Optional<InPlacePod> inPlaceRestart) {
    return new PodRecord(
        namespace,
        name,
        "uid-of-" + name,
        "" + ++version,
        jobSet,
        "job-uid",
        false,
        false,
        inPlaceRestart,
        Optional.empty());
  }

  private JobSet jobSet(String name, String strategy) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .withUid("uid-of-" + name)
        .withResourceVersion("" + ++version)
        .endMetadata()
        .withNewSpec()
        .withNewFailurePolicy()
        .withRestartStrategy(strategy)
        .endFailurePolicy()
        .endSpec()
        .build();
  }
}
