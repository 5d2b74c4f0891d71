package io.x_k8s.jobset.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The builders reach from the JobSet down into the classes of Kubernetes, and lose nothing. */
class JobSetBuilderTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  @Test
  void aWholeJobSetIsBuiltInOneExpression() {
    JobSet jobSet =
        new JobSetBuilder()
            .withNewMetadata()
            .withName("train")
            .endMetadata()
            .withNewSpec()
            .addNewReplicatedJob()
            .withName("workers")
            .withReplicas(2)
            .withNewTemplate()
            .withNewSpec()
            .withParallelism(4)
            .withNewTemplate()
            .withNewSpec()
            .addNewContainer()
            .withName("main")
            .withImage("busybox")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .endTemplate()
            .addNewDependsOn()
            .withName("prepare")
            .withStatus(DependsOnStatus.COMPLETE)
            .endDependsOn()
            .endReplicatedJob()
            .withNewFailurePolicy()
            .withMaxRestarts(3)
            .addNewRule()
            .withName("broken")
            .withAction(FailurePolicyAction.FAIL_JOB_SET)
            .withOnJobFailureReasons(JobFailureReason.POD_FAILURE_POLICY)
            .endRule()
            .endFailurePolicy()
            .withNewNetwork()
            .withEnableDNSHostnames(true)
            .endNetwork()
            .withNewCoordinator()
            .withReplicatedJob("workers")
            .withJobIndex(1L)
            .endCoordinator()
            .addNewVolumeClaimPolicy()
            .addNewTemplate()
            .withNewMetadata()
            .withName("data")
            .endMetadata()
            .endTemplate()
            .withNewRetentionPolicy()
            .withWhenDeleted(WhenDeleted.RETAIN)
            .endRetentionPolicy()
            .endVolumeClaimPolicy()
            .endSpec()
            .build();

    assertThat(jobSet)
        .isEqualTo(
            SERIALIZATION.unmarshal(
                """
                apiVersion: jobset.x-k8s.io/v1alpha2
                kind: JobSet
                metadata:
                  name: train
                spec:
                  replicatedJobs:
                  - name: workers
                    replicas: 2
                    template:
                      spec:
                        parallelism: 4
                        template:
                          spec:
                            containers: [{name: main, image: busybox}]
                    dependsOn: [{name: prepare, status: Complete}]
                  failurePolicy:
                    maxRestarts: 3
                    rules:
                    - {name: broken, action: FailJobSet, onJobFailureReasons: [PodFailurePolicy]}
                  network: {enableDNSHostnames: true}
                  coordinator: {replicatedJob: workers, jobIndex: 1}
                  volumeClaimPolicies:
                  - templates: [{metadata: {name: data}}]
                    retentionPolicy: {whenDeleted: Retain}
                """,
                JobSet.class));
  }

  @Test
  void anEditLeavesTheOriginalAlone() {
    JobSet original =
        new JobSetBuilder()
            .withNewMetadata()
            .withName("train")
            .endMetadata()
            .withNewSpec()
            .addNewReplicatedJob()
            .withName("workers")
            .withReplicas(1)
            .endReplicatedJob()
            .endSpec()
            .build();

    JobSet edited =
        original
            .edit()
            .editSpec()
            .withSuspend(true)
            .editFirstReplicatedJob()
            .withReplicas(8)
            .endReplicatedJob()
            .endSpec()
            .build();

    assertThat(original.getSpec().getSuspend()).isNull();
    assertThat(original.getSpec().getReplicatedJobs().get(0).getReplicas()).isEqualTo(1);
    assertThat(edited.getSpec().getReplicatedJobs().get(0).getReplicas()).isEqualTo(8);
    assertThat(edited).isNotEqualTo(original);
  }

  @Test
  void whatWasNotSetIsNotWritten() {
    assertThat(SERIALIZATION.asJson(new JobSetBuilder().withNewSpec().endSpec().build()))
        .isEqualTo("{\"apiVersion\":\"jobset.x-k8s.io/v1alpha2\",\"kind\":\"JobSet\",\"spec\":{}}");
  }

  @Test
  void anEmptyListIsKeptApartFromAnAbsentOne() {
    ReplicatedJob empty = new ReplicatedJobBuilder().withDependsOn(List.of()).build();

    assertThat(SERIALIZATION.asJson(empty)).isEqualTo("{\"dependsOn\":[]}");
    assertThat(empty.edit().build().getDependsOn()).isEmpty();
    assertThat(new ReplicatedJobBuilder().build().getDependsOn()).isNull();
  }

  @Test
  void zeroReplicasAreWritten() {
    assertThat(SERIALIZATION.asJson(new ReplicatedJobBuilder().withReplicas(0).build()))
        .isEqualTo("{\"replicas\":0}");
  }

  @Test
  void aListOfJobSetsIsBuiltAndWrittenWithItsItems() {
    JobSetList list =
        new JobSetListBuilder()
            .withNewMetadata()
            .withResourceVersion("7")
            .endMetadata()
            .addNewItem()
            .withNewMetadata()
            .withName("train")
            .endMetadata()
            .endItem()
            .build();

    assertThat(SERIALIZATION.unmarshal(SERIALIZATION.asJson(list), JobSetList.class))
        .isEqualTo(list);
    assertThat(SERIALIZATION.asJson(new JobSetList()))
        .isEqualTo(
            "{\"apiVersion\":\"jobset.x-k8s.io/v1alpha2\",\"kind\":\"JobSetList\",\"items\":[]}");
  }

  @Test
  void aManifestOfAnyKindIsReadAsAJobSetByItsKind() {
    String manifest = SERIALIZATION.asYaml(new JobSetBuilder().withNewSpec().endSpec().build());

    Object object = SERIALIZATION.unmarshal(manifest);

    assertThat(object).isInstanceOf(JobSet.class);
  }

  @Test
  void unknownFieldsPassThroughABuilder() {
    DependsOn dependsOn =
        new DependsOnBuilder().withName("a").addToAdditionalProperties("x", 1).build();

    assertThat(dependsOn.edit().withStatus(DependsOnStatus.READY).build().getAdditionalProperties())
        .isEqualTo(Map.of("x", 1));
  }
}
