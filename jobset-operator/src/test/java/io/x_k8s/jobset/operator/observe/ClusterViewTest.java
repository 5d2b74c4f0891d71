package io.x_k8s.jobset.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.plan.JobRecord;
import io.x_k8s.jobset.operator.plan.ServiceRecord;
import io.x_k8s.jobset.operator.plan.Snapshot;
import io.x_k8s.jobset.operator.runtime.ObjectKey;
import io.x_k8s.jobset.operator.runtime.WorkQueue;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pass gets to see, and which changes call for one. The caches are filled by hand. */
class ClusterViewTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final ObjectKey KEY = new ObjectKey("default", "js");

  private final List<String> forgotten = new ArrayList<>();
  private final WorkQueue<ObjectKey> queue = new WorkQueue<>();
  private KubernetesClient client;
  private ClusterCaches caches;
  private PodsAndNodes pods;
  private ClusterView view;

  @BeforeEach
  void start() {
    Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1").build();
    client = new KubernetesClientBuilder().withConfig(nowhere).build();
    caches = new ClusterCaches(client, new ObjectMapper());
    pods = new PodsAndNodes(client, new ObjectMapper(), FeatureGates.DEFAULTS);
    view = new ClusterView(caches, pods, FeatureGates.DEFAULTS, () -> NOW);
  }

  @AfterEach
  void stop() {
    pods.close();
    caches.close();
    client.close();
    queue.shutDown();
  }

  @Test
  void aJobSetThatDoesNotExistHasNoSnapshot() {
    assertThat(view.snapshot(KEY)).isEmpty();
  }

  @Test
  void onlyJobsOfTheJobSetsOwnUidAreSeen() {
    view.wrote(jobSet("1"));
    view.wrote(job("js-w-0", "js-uid", "2"));
    view.wrote(job("js-w-1", "uid-of-a-namesake", "3"));

    assertThat(snapshot().jobs()).extracting(JobRecord::name).containsExactly("js-w-0");
    assertThat(snapshot().time()).isEqualTo(NOW);
  }

  @Test
  void aDeletedJobIsNotSeenAnyMore() {
    view.wrote(jobSet("1"));
    view.wrote(job("js-w-0", "js-uid", "2"));
    view.deletedJob("default", "js-w-0", "uid-of-js-w-0");

    assertThat(snapshot().jobs()).isEmpty();
  }

  @Test
  void theServiceIsFoundUnderTheNameOfTheSubdomain() {
    view.wrote(
        new JobSetBuilder(jobSet("1"))
            .editOrNewSpec()
            .withNewNetwork()
            .withSubdomain("sub")
            .endNetwork()
            .endSpec()
            .build());
    view.wrote(
        new ServiceBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withName("sub")
            .withUid("s")
            .withResourceVersion("2")
            .endMetadata()
            .build());

    assertThat(snapshot().service()).map(ServiceRecord::name).contains("sub");
  }

  @Test
  void claimsThatExistAreSeenWhoeverToldOfThem() {
    view.wrote(
        new JobSetBuilder(jobSet("1"))
            .editOrNewSpec()
            .addNewVolumeClaimPolicy()
            .addNewTemplate()
            .withNewMetadata()
            .withName("data")
            .endMetadata()
            .endTemplate()
            .addNewTemplate()
            .withNewMetadata()
            .withName("model")
            .endMetadata()
            .endTemplate()
            .endVolumeClaimPolicy()
            .addNewVolumeClaimPolicy()
            .endVolumeClaimPolicy()
            .addNewVolumeClaimPolicy()
            .addNewTemplate()
            .endTemplate()
            .endVolumeClaimPolicy()
            .endSpec()
            .build());

    assertThat(snapshot().claims()).isEmpty();
    view.claimExists("js-uid", "data-js");
    assertThat(snapshot().claims()).containsExactly("data-js");

    view.forget(jobSet("1"));
    assertThat(snapshot().claims()).isEmpty();

    view.wrote(
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withName("model-js")
            .withUid("claim-uid")
            .withResourceVersion("2")
            .endMetadata()
            .build());
    assertThat(snapshot().claims()).containsExactly("model-js");
    caches.claims().deleted("default", "model-js", "claim-uid");
    assertThat(snapshot().claims()).as("a claim that is lost is made again").isEmpty();
  }

  @Test
  void aRefusedTemplateChangeIsSeen() {
    view.wrote(jobSet("1"));
    view.templateChangeRefused("uid-of-js-w-0");

    assertThat(snapshot().refusedResumes()).contains("uid-of-js-w-0");
  }

  @Test
  void aJobSetWithoutASpecIsSeenToo() {
    view.wrote(jobSet("1"));

    assertThat(snapshot().jobSet().getSpec()).isNull();
    assertThat(snapshot().claims()).isEmpty();
  }

  @Test
  void aChangeOfAJobSetCallsForAPass() throws InterruptedException {
    connect();

    view.wrote(jobSet("1"));

    assertThat(queue.take()).isEqualTo(KEY);
  }

  @Test
  void theEndOfAJobSetIsTold() throws InterruptedException {
    connect();
    view.wrote(jobSet("1"));
    assertThat(queue.take()).isEqualTo(KEY);
    queue.done(KEY);

    view.deletedJobSet("default", "js", "js-uid");

    assertThat(queue.take()).isEqualTo(KEY);
    assertThat(forgotten).containsExactly("js");
  }

  @Test
  void theEndOfAJobSetIsToldAlsoIfANamesakeIsAllThatIsSeen() throws InterruptedException {
    connect();
    view.wrote(jobSet("1"));
    assertThat(queue.take()).isEqualTo(KEY);
    queue.done(KEY);

    view.wrote(jobSet("js", "uid-of-the-next", "9"));

    assertThat(queue.take()).isEqualTo(KEY);
    assertThat(forgotten).containsExactly("js");
  }

  @Test
  void aChangeOfAChildCallsForAPassSoon() throws InterruptedException {
    connect();
    view.wrote(jobSet("1"));
    assertThat(queue.take()).isEqualTo(KEY);
    queue.done(KEY);

    view.wrote(job("js-w-0", "js-uid", "2"));

    assertThat(queue.depth()).as("more may come").isZero();
    assertThat(queue.take()).isEqualTo(KEY);
  }

  @Test
  void changesThatDecideNothingCallForNoPass() throws InterruptedException {
    view.wrote(jobSet("1"));
    view.wrote(jobSet("other", "other-uid", "2"));
    view.wrote(job("js-w-0", "js-uid", "3"));
    connect();

    view.wrote(job("js-w-0", "js-uid", "4"));
    view.wrote(job("nobody-w-0", "uid-of-nobody", "5"));
    view.wrote(job("other-w-0", "other-uid", "6"));

    assertThat(queue.take()).isEqualTo(new ObjectKey("default", "other"));
    assertThat(queue.adds()).isEqualTo(1);
  }

  private void connect() {
    Triggers.connect(caches, pods, queue, jobSet -> forgotten.add(jobSet.getMetadata().getName()));
  }

  private Snapshot snapshot() {
    return view.snapshot(KEY).orElseThrow();
  }

  private static JobSet jobSet(String resourceVersion) {
    return jobSet("js", "js-uid", resourceVersion);
  }

  private static JobSet jobSet(String name, String uid, String resourceVersion) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .withUid(uid)
        .withResourceVersion(resourceVersion)
        .endMetadata()
        .build();
  }

  private static Job job(String name, String ownerUid, String resourceVersion) {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(name)
        .withUid("uid-of-" + name)
        .withResourceVersion(resourceVersion)
        .addNewOwnerReference()
        .withApiVersion(JobSet.API_VERSION)
        .withKind(JobSet.KIND)
        .withName("js")
        .withUid(ownerUid)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }
}
