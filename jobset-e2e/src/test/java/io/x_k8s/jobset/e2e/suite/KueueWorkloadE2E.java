package io.x_k8s.jobset.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.junit.jupiter.api.KubernetesTest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.kueue.Admission;
import io.x_k8s.jobset.client.kueue.Kueue;
import io.x_k8s.jobset.client.v1alpha2.JobSetResource;
import io.x_k8s.jobset.client.v1alpha2.explain.Reason;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Kueue says of a JobSet; the test says it in Kueue's place. */
@ExtendWith(RunningOperator.class)
@KubernetesTest
class KueueWorkloadE2E {
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: workloads.kueue.x-k8s.io
        annotations:
          api-approved.kubernetes.io: unapproved, stands in for Kueue in a test
      spec:
        group: kueue.x-k8s.io
        scope: Namespaced
        names:
          kind: Workload
          plural: workloads
        versions:
          - name: v1beta1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                x-kubernetes-preserve-unknown-fields: true
      """;

  private static final String WORKLOAD =
      """
      apiVersion: kueue.x-k8s.io/v1beta1
      kind: Workload
      metadata:
        name: jobset-queued-1a2b3
        labels:
          kueue.x-k8s.io/job-uid: %s
      spec:
        queueName: team-a
      status:
        conditions:
          - type: QuotaReserved
            status: "False"
            reason: Pending
            message: couldn't assign flavors to pod set workers
            lastTransitionTime: "2026-03-01T12:00:00Z"
      """;

  KubernetesClient client;
  Namespace namespace;

  @Test
  void isFoundAndExplainsWhyTheJobSetWaits() {
    CustomResourceDefinition crd =
        client.getKubernetesSerialization().unmarshal(CRD, CustomResourceDefinition.class);
    client.resource(crd).unlock().createOr(existing -> existing.update());
    client
        .resource(crd)
        .waitUntilCondition(
            found ->
                found.getStatus() != null
                    && found.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                condition.getType().equals("Established")
                                    && condition.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
    JobSet manifest =
        Kueue.queue(
                new JobSetBuilder()
                    .withNewMetadata()
                    .withName("queued")
                    .endMetadata()
                    .withNewSpec()
                    .withSuspend(true)
                    .addToReplicatedJobs(new Task("workers", 1, 600, 0).replicatedJob())
                    .endSpec(),
                "team-a")
            .build();
    JobSetResource queued =
        client
            .adapt(JobSetClient.class)
            .v1alpha2()
            .jobSets()
            .inNamespace(namespace.getMetadata().getName())
            .resource(manifest)
            .submit();
    assertThat(queued.explain().reasons()).containsExactly(new Reason.UnknownToKueue("team-a"));

    client
        .resource(
            client
                .getKubernetesSerialization()
                .unmarshal(
                    WORKLOAD.formatted(queued.getItem().getMetadata().getUid()),
                    GenericKubernetesResource.class))
        .inNamespace(namespace.getMetadata().getName())
        .create();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(queued.explain().reasons())
                    .containsExactly(
                        new Reason.WaitingInQueue(
                            "team-a",
                            "jobset-queued-1a2b3",
                            Admission.PENDING,
                            "couldn't assign flavors to pod set workers")));
    assertThat(queued.workload()).map(workload -> workload.name()).contains("jobset-queued-1a2b3");
  }
}
