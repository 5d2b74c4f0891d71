package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static io.x_k8s.jobset.e2e.operator.Waiting.settled;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.x_k8s.jobset.testing.JobSetAssert;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class TimeToLiveIT {

  @Test
  @Tag("controller:L-010")
  void finishedJobSetsAreDeletedOnlyIfAsked(TestNamespace namespace) {
    namespace.create(
        named(
            "ends",
            spec ->
                spec.withTtlSecondsAfterFinished(2)
                    .withReplicatedJobs(replicatedJob("w", 4).build())));
    namespace.create(
        named("stays", spec -> spec.withReplicatedJobs(replicatedJob("w", 1).build())));
    namespace.jobController().complete("stays-w-0");

    namespace.jobController().fail("ends-w-1");

    eventually(
        () -> {
          assertThat(namespace.jobController().deleting())
              .containsExactly("ends-w-0", "ends-w-2", "ends-w-3");
          assertThat(namespace.jobSet("ends").getMetadata().getDeletionTimestamp()).isNotNull();
          assertThat(namespace.jobSet("ends").getMetadata().getFinalizers())
              .contains("foregroundDeletion");
        });
    JobSetAssert.assertThat(namespace.jobSet("stays")).isCompleted();
    assertThat(namespace.jobSet("stays").getMetadata().getDeletionTimestamp()).isNull();
    assertThat(namespace.proxy().requests(request -> request.isDeleteOf("jobsets")))
        .singleElement()
        .satisfies(
            delete ->
                assertThat(delete.body())
                    .contains(
                        "\"uid\":\"" + namespace.jobSet("ends").getMetadata().getUid() + "\""));
  }

  @Test
  @Tag("controller:L-013")
  void jobSetThatIsBeingDeletedIsLeftAlone(TestNamespace namespace) {
    namespace.create(f1(1));
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));
    namespace.jobSets(NAME).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    int before = settled(() -> namespace.proxy().requests(ApiRequest::isWrite).size());

    namespace.jobController().fail(B0);
    namespace.jobResource(B1).delete();

    consistently(
        () ->
            assertThat(namespace.proxy().requests(ApiRequest::isWrite).stream().skip(before))
                .isEmpty());
  }

  @Test
  @Tag("controller:L-014")
  void timeToLiveMayBeExtendedWhileItRuns(TestNamespace namespace) {
    namespace.create(
        named(
            NAME,
            spec ->
                spec.withTtlSecondsAfterFinished(3)
                    .withReplicatedJobs(replicatedJob("w", 1).build())));
    namespace.change(jobSet -> jobSet.getSpec().setTtlSecondsAfterFinished(30));
    namespace.jobController().complete("test-js-w-0");
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());

    namespace.change(jobSet -> jobSet.getSpec().setTtlSecondsAfterFinished(600));

    consistently(
        Duration.ofSeconds(4),
        () -> assertThat(namespace.jobSet().getMetadata().getDeletionTimestamp()).isNull());

    namespace.change(jobSet -> jobSet.getSpec().setTtlSecondsAfterFinished(0));

    eventually(
        () -> assertThat(namespace.jobSet().getMetadata().getDeletionTimestamp()).isNotNull());
  }
}
