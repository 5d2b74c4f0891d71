package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.fake.FakeApiServer;
import io.x_k8s.jobset.client.v1alpha2.explain.Explanation;
import io.x_k8s.jobset.client.v1alpha2.explain.Reason;
import io.x_k8s.jobset.derived.DerivedObjects;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads what is around a JobSet; what is made of it is tested without a server. */
class ExplainTest {

  private FakeApiServer server;
  private KubernetesClient kubernetes;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    kubernetes = new KubernetesClientBuilder().withConfig(server.clientConfig()).build();
  }

  @AfterEach
  void stop() {
    kubernetes.close();
    server.close();
  }

  @Test
  void readsJobsPodsAndEvents() {
    storeAll();

    var explanation = explain();

    assertThat(explanation.reasons())
        .containsExactly(
            new Reason.ControllerStuck("JobCreationFailed", "the second one is too long"),
            new Reason.QuotaExceeded(List.of("training-workers-0"), "exceeded quota: small"),
            new Reason.HeldUp(List.of("training-workers-0-0-x"), "FailedMount", "no such secret"));
  }

  @Test
  void namesWhatMayNotBeReadOnce() {
    storeAll();
    server.refuse("/events", 403, "no, says the server");

    assertThat(explain().reasons())
        .containsExactly(
            new Reason.NotVisible(
                "events",
                "Not allowed to list events in namespace ml: no, says the server. Ask for a role with that verb on that resource."));
  }

  private void storeAll() {
    var jobSet = server.store(jobSet());
    var job =
        DerivedObjects.of(jobSet)
            .jobsOf(jobSet.getSpec().getReplicatedJobs().get(0))
            .build(0, OptionalInt.empty());
    job = server.store(job);
    var pod =
        server.store(
            new PodBuilder()
                .withMetadata(job.getSpec().getTemplate().getMetadata())
                .editMetadata()
                .withName("training-workers-0-0-x")
                .addNewOwnerReference()
                .withController(true)
                .withUid(job.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build());
    server.store(
        event(
            "JobSet",
            jobSet.getMetadata().getUid(),
            "JobCreationFailed",
            "the second one is too long"));
    server.store(event("Job", job.getMetadata().getUid(), "FailedCreate", "exceeded quota: small"));
    server.store(event("Pod", pod.getMetadata().getUid(), "FailedMount", "no such secret"));
  }

  private Explanation explain() {
    return kubernetes
        .adapt(JobSetClient.class)
        .v1alpha2()
        .jobSets()
        .inNamespace("ml")
        .withName("training")
        .explain();
  }

  private static Event event(String kind, String uid, String reason, String message) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(kind.toLowerCase(Locale.ROOT) + ".1")
        .endMetadata()
        .withNewInvolvedObject()
        .withKind(kind)
        .withUid(uid)
        .endInvolvedObject()
        .withType("Warning")
        .withReason(reason)
        .withMessage(message)
        .build();
  }

  private static JobSet jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("ml")
        .withName("training")
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("workers")
        .withReplicas(2)
        .withNewTemplate()
        .withNewSpec()
        .withParallelism(2)
        .withNewTemplate()
        .endTemplate()
        .endSpec()
        .endTemplate()
        .endReplicatedJob()
        .endSpec()
        .withNewStatus()
        .endStatus()
        .build();
  }
}
