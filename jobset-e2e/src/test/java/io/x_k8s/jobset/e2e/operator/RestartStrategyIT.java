package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.B2;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.failurePolicy;
import static io.x_k8s.jobset.e2e.operator.JobSets.rule;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.RestartStrategy;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class RestartStrategyIT {

  @Test
  @Tag("controller:T-001")
  @Tag("controller:T-002")
  void recreateMakesEachJobAsItsNameGetsFree(TestNamespace namespace) {
    namespace.create(f1(1));
    namespace.jobController().fail(B0);

    namespace.jobController().finishDeleting(3);

    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("0", 1L, "1", 3L)));

    namespace.jobController().finishDeleting(1);

    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
  }

  @Test
  @Tag("controller:T-003")
  @Tag("controller:T-004")
  void blockingRecreateWaitsForTheLastOldJob(TestNamespace namespace) {
    namespace.create(f1(strategy(RestartStrategy.BLOCKING_RECREATE)));
    namespace.jobController().fail(B0);

    namespace.jobController().finishDeleting(3);

    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("0", 1L)));
    consistently(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("0", 1L)));

    namespace.jobController().finishDeleting(1);

    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
  }

  @Test
  @Tag("controller:T-005")
  void oldJobsAreDeletedOnceAndInTheForeground(TestNamespace namespace) {
    namespace.create(f1(1));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    Map<String, String> uids = namespace.jobUids();

    namespace.jobController().fail(B0);

    eventually(() -> assertThat(namespace.jobController().deleting()).containsExactly(ALL_JOBS));
    consistently(
        () ->
            assertThat(namespace.proxy().requests(request -> request.isDeleteOf("jobs")))
                .extracting(ApiRequest::name)
                .containsExactlyInAnyOrder(ALL_JOBS));
    // A successor of the same name is safe from a late delete (section 24, no. 7).
    assertThat(namespace.proxy().requests(request -> request.isDeleteOf("jobs")))
        .allSatisfy(
            delete ->
                assertThat(delete.body())
                    .contains("\"uid\":\"" + uids.get(delete.name()) + "\"")
                    .contains("\"propagationPolicy\":\"Foreground\""));
  }

  @Test
  @Tag("controller:T-006")
  void inPlaceRestartWithoutItsGateActsAsRecreate(TestNamespace namespace) {
    namespace.create(f1(strategy(RestartStrategy.IN_PLACE_RESTART)));
    eventually(
        () ->
            assertThat(namespace.events("InPlaceRestartUnavailable"))
                .singleElement()
                .satisfies(event -> assertThat(event.note()).contains("Recreate")));
    namespace.jobController().fail(B0);

    namespace.jobController().finishDeleting(3);

    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("0", 1L, "1", 3L)));
  }

  @Test
  @Tag("controller:T-007")
  @Gates("RestartJob")
  void blockingRecreateHoldsForSingleJobs(TestNamespace namespace) {
    namespace.create(
        f1(
            strategy(RestartStrategy.BLOCKING_RECREATE)
                .andThen(
                    spec ->
                        spec.editFailurePolicy()
                            .withRules(rule("single", FailurePolicyAction.RESTART_JOB).build())
                            .endFailurePolicy())));
    namespace.jobController().fail(B1);
    eventually(() -> assertThat(namespace.jobController().deleting()).containsExactly(B1));

    namespace.jobResource(B2).delete();

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0, B0, B1));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0, B0, B1));

    namespace.jobController().finishDeleting(B1);

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
  }

  @Test
  @Tag("controller:T-008")
  @Tag("controller:V-013")
  void serviceAndClaimsSurviveRestarts(TestNamespace namespace) {
    namespace.create(f1(failurePolicy(2).andThen(VolumeClaimsIT.claims("data"))));
    eventually(
        () -> {
          assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("0", 4L));
          assertThat(namespace.services()).hasSize(1);
          assertThat(namespace.claims()).containsOnlyKeys("data-test-js");
        });
    String service = namespace.services().get(0).getMetadata().getUid();
    String claim = namespace.claims().get("data-test-js").getMetadata().getUid();

    for (String attempt : new String[] {"1", "2"}) {
      namespace.jobController().fail(B0);
      namespace.jobController().finishDeleting(4);
      eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of(attempt, 4L)));
    }

    assertThat(namespace.services())
        .singleElement()
        .satisfies(found -> assertThat(found.getMetadata().getUid()).isEqualTo(service));
    assertThat(namespace.claims().get("data-test-js").getMetadata().getUid()).isEqualTo(claim);
    JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(2, 2);
  }

  private static Consumer<JobSetSpecBuilder> strategy(String strategy) {
    return failurePolicy(1)
        .andThen(spec -> spec.editFailurePolicy().withRestartStrategy(strategy).endFailurePolicy());
  }
}
