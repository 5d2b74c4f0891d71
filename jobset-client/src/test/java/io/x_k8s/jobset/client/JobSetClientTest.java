package io.x_k8s.jobset.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.x_k8s.jobset.client.v1alpha2.JobSetResource;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The extension on a server that stores what it gets. */
@EnableKubernetesMockClient(crud = true)
class JobSetClientTest {

  private static final String YAML =
      """
      apiVersion: jobset.x-k8s.io/v1alpha2
      kind: JobSet
      metadata:
        name: training
        namespace: ml
      spec:
        replicatedJobs:
          - name: workers
            replicas: 4
      """;

  KubernetesMockServer server;
  KubernetesClient kubernetes;

  @Test
  void createsReadsListsEditsAndDeletes() {
    var jobSets = kubernetes.adapt(JobSetClient.class).v1alpha2().jobSets().inNamespace("ml");

    var created = jobSets.resource(jobSet("training")).create();
    assertThat(created.getMetadata().getUid()).isNotEmpty();
    assertThat(jobSets.withName("training").get()).isEqualTo(created);
    assertThat(jobSets.list().getItems()).containsExactly(created);

    jobSets
        .withName("training")
        .edit(jobSet -> jobSet.edit().editSpec().withSuspend(true).endSpec().build());
    assertThat(jobSets.withName("training").get().getSpec().getSuspend()).isTrue();

    jobSets.withName("training").delete();
    assertThat(jobSets.withName("training").get()).isNull();
  }

  @Test
  void asksForTheGroupVersionAndResourceOfTheApi() throws InterruptedException {
    var client = new DefaultJobSetClient(kubernetes);

    client.inNamespace("ml").v1alpha2().jobSets().list();
    assertThat(server.takeRequest().getPath())
        .isEqualTo("/apis/jobset.x-k8s.io/v1alpha2/namespaces/ml/jobsets");

    client.inAnyNamespace().v1alpha2().jobSets().list();
    assertThat(server.takeRequest().getPath()).isEqualTo("/apis/jobset.x-k8s.io/v1alpha2/jobsets");
  }

  @Test
  void isReachedThroughTheGeneralClientToo() {
    var created = kubernetes.resources(JobSet.class).inNamespace("ml").resource(jobSet("a"));
    created.create();
    kubernetes.resource(jobSet("b")).inNamespace("ml").create();

    assertThat(kubernetes.resources(JobSet.class).inNamespace("ml").list().getItems())
        .extracting(jobSet -> jobSet.getMetadata().getName())
        .containsExactlyInAnyOrder("a", "b");
    assertThat(kubernetes.resources(JobSet.class, JobSetList.class).inNamespace("ml").list())
        .isInstanceOf(JobSetList.class);
    assertThat(created).isInstanceOf(JobSetResource.class);
  }

  @Test
  void keepsItsOperationsWhereverTheListIsFrom() {
    var jobSets = kubernetes.adapt(JobSetClient.class).v1alpha2().jobSets();
    jobSets.inNamespace("ml").resource(jobSet("a")).create();

    assertThat(jobSets.inAnyNamespace().resources())
        .singleElement()
        .isInstanceOfSatisfying(
            JobSetResource.class,
            found -> assertThat(found.suspend().getSpec().getSuspend()).isTrue());
    assertThat(jobSets.inNamespace("ml").withLabel("team", "a").resources()).isEmpty();
    assertThat(new DefaultJobSetClient(kubernetes).inAnyNamespace().v1alpha2().jobSets().list())
        .isInstanceOf(JobSetList.class);
  }

  @Test
  void readsYamlIntoTheModel() {
    var loaded =
        kubernetes.load(new ByteArrayInputStream(YAML.getBytes(StandardCharsets.UTF_8))).items();

    assertThat(loaded).hasSize(1);
    assertThat(loaded.get(0)).isInstanceOf(JobSet.class);
    assertThat(((JobSet) loaded.get(0)).getSpec().getReplicatedJobs().get(0).getReplicas())
        .isEqualTo(4);
  }

  @Test
  void sharesTheConnectionOfTheClientItCameFrom() {
    assertThat(kubernetes.adapt(JobSetClient.class).v1alpha2().getHttpClient())
        .isSameAs(kubernetes.getHttpClient());
    assertThat(new DefaultJobSetClient(kubernetes).getHttpClient())
        .isSameAs(kubernetes.getHttpClient());
  }

  private static JobSet jobSet(String name) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("ml")
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("workers")
        .withReplicas(4)
        .endReplicatedJob()
        .endSpec()
        .build();
  }
}
