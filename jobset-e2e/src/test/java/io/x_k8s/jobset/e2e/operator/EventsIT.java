package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.x_k8s.jobset.testing.JobSetAssert;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@OperatorTest
class EventsIT {

  /** Section 22. */
  @Test
  void eventsSayWhoReportsWhatAboutWhom(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().fail(B0);
    eventually(() -> assertThat(namespace.events()).hasSize(1));

    Event event = namespace.eventObjects().get(0);

    assertThat(event.getReportingController()).isEqualTo("jobset");
    assertThat(event.getReportingInstance()).startsWith("jobset-");
    assertThat(event.getAction()).isEqualTo("Reconciling");
    assertThat(event.getRelated()).isNull();
    assertThat(event.getRegarding().getApiVersion()).isEqualTo("jobset.x-k8s.io/v1alpha2");
    assertThat(event.getRegarding().getKind()).isEqualTo("JobSet");
    assertThat(event.getRegarding().getName()).isEqualTo(NAME);
    assertThat(event.getRegarding().getNamespace()).isEqualTo(namespace.name());
    assertThat(event.getRegarding().getUid()).isEqualTo(namespace.jobSet().getMetadata().getUid());
  }

  @Test
  void eventsComeInTheOrderOfTheDecisions(TestNamespace namespace) {
    namespace.create(f1(1));
    namespace.jobController().fail(B0);
    namespace.jobController().finishDeleting(4);
    namespace.jobController().ready(ALL_JOBS);
    eventually(() -> assertThat(namespace.events("JobsReady")).hasSize(1));
    namespace.jobController().fail(B1);

    eventually(
        () ->
            assertThat(namespace.events())
                .extracting(JobSetEvent::type, JobSetEvent::reason)
                .containsExactly(
                    tuple("Warning", "DefaultFailurePolicy"),
                    tuple("Warning", "RestartJobSetFailurePolicyAction"),
                    tuple("Normal", "JobsReady"),
                    tuple("Normal", "JobSetFailed"),
                    tuple("Warning", "ReachedMaxRestarts")));
  }

  /** Section 24, no. 8. */
  @Test
  void longNoteIsCutInsteadOfLost(TestNamespace namespace) {
    String words = "100%s of the quota is used: äöü ".repeat(100);
    namespace
        .proxy()
        .add(ApiFault.refuse(request -> request.isCreateOf("jobs"), 403, "Forbidden", words));

    namespace.create(f1());

    eventually(
        () ->
            assertThat(namespace.events("JobCreationFailed"))
                .isNotEmpty()
                .allSatisfy(
                    event -> {
                      assertThat(event.note())
                          .startsWith(
                              "job \"%s\" creation failed with error: 100%%s of the quota is used: äöü"
                                  .formatted(A0))
                          .endsWith("…");
                      assertThat(event.note().getBytes(StandardCharsets.UTF_8).length)
                          .isLessThanOrEqualTo(1024);
                    }));
  }

  /** What is refused for one JobSet holds up no other. */
  @Test
  void refusedJobsOfOneJobSetDoNotHoldUpAnother(TestNamespace namespace) {
    namespace
        .proxy()
        .add(
            ApiFault.refuse(
                request -> request.isCreateOf("jobs") && request.body().contains("\"name\":\"bad-"),
                422,
                "Invalid",
                "refused by the test"));
    namespace.create(named("bad", spec -> spec.withReplicatedJobs(replicatedJob("w", 3).build())));
    eventually(() -> assertThat(namespace.events("JobCreationFailed")).isNotEmpty());

    namespace.create(named("good", spec -> spec.withReplicatedJobs(replicatedJob("w", 3).build())));

    eventually(
        () -> assertThat(namespace.jobs()).containsOnlyKeys("good-w-0", "good-w-1", "good-w-2"));
    namespace.jobController().complete("good-w-0", "good-w-1", "good-w-2");
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet("good")).isCompleted());
    assertThat(namespace.events("JobCreationFailed"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(List.of(event.note().split("\n")))
                    .containsExactly(
                        "job \"bad-w-0\" creation failed with error: refused by the test",
                        "job \"bad-w-1\" creation failed with error: refused by the test",
                        "job \"bad-w-2\" creation failed with error: refused by the test"));
    JobSetAssert.assertThat(namespace.jobSet("bad")).isNotFinished().hasCounts("w: ");
  }
}
