package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.JOBS_OF_B;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.DependsOnBuilder;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class DependsOnIT {
  private static final String[] JOBS_OF_C = {"test-js-c-0", "test-js-c-1", "test-js-c-2"};
  private static final String[] OF_A_AND_B = {"test-js-a-0", "test-js-b-0"};
  private static final String[] ALL = {
    "test-js-a-0", "test-js-b-0", "test-js-c-0", "test-js-c-1", "test-js-c-2"
  };

  @Test
  @Tag("controller:E-007")
  @Tag("controller:E-015")
  void dependentsStartWhenTheirDependencyIsReady(TestNamespace namespace) {
    namespace.create(bAfterAIsReady(spec -> {}));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0));

    namespace.jobController().ready(A0);

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    Map<String, String> uids = namespace.jobUids();

    namespace.jobController().ready(JOBS_OF_B);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));

    namespace.jobController().active(A0);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": active 1"));
    consistently(() -> assertThat(namespace.jobUids()).isEqualTo(uids));
    assertThat(namespace.jobController().deleting()).isEmpty();
  }

  @Test
  @Tag("controller:E-008")
  void chainOfDependencies(TestNamespace namespace) {
    namespace.create(
        jobSet(
            replicatedJob("a", 1).build(),
            replicatedJob("b", 1).withDependsOn(on("a", DependsOnStatus.COMPLETE)).build(),
            replicatedJob("c", 3).withDependsOn(on("b", DependsOnStatus.READY)).build()));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys("test-js-a-0"));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys("test-js-a-0"));

    namespace.jobController().complete("test-js-a-0");

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(OF_A_AND_B));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(OF_A_AND_B));

    namespace.jobController().ready("test-js-b-0");

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL));

    namespace.jobController().complete("test-js-b-0");
    namespace.jobController().complete(JOBS_OF_C);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isCompleted()
                .hasCounts("c: succeeded 3", "b: succeeded 1", "a: succeeded 1"));
  }

  @Test
  @Tag("controller:E-009")
  void allDependenciesMustBeComplete(TestNamespace namespace) {
    namespace.create(cAfter(DependsOnStatus.COMPLETE, DependsOnStatus.COMPLETE));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(OF_A_AND_B));

    namespace.jobController().complete("test-js-a-0");

    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(OF_A_AND_B));

    namespace.jobController().complete("test-js-b-0");

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL));
    namespace.jobController().complete(JOBS_OF_C);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @Test
  @Tag("controller:E-010")
  void dependenciesOfBothKinds(TestNamespace namespace) {
    namespace.create(cAfter(DependsOnStatus.READY, DependsOnStatus.COMPLETE));

    namespace.jobController().ready(OF_A_AND_B);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts("c: ", "b: ready 1, active 1", "a: ready 1, active 1"));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(OF_A_AND_B));

    namespace.jobController().complete("test-js-b-0");

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL));
  }

  @Test
  @Tag("controller:E-011")
  void suspendedJobSetHasOnlyWhatDependsOnNothing(TestNamespace namespace) {
    namespace.create(bAfterAIsReady(jobSet -> jobSet.getSpec().setSuspend(true)));
    eventually(
        () -> {
          assertThat(namespace.suspendedJobs()).isEqualTo(Map.of(A0, true));
          JobSetAssert.assertThat(namespace.jobSet())
              .hasCondition(JobSetConditions.SUSPENDED, "True", "SuspendedJobs");
        });
    namespace.jobController().suspended(A0);

    namespace.change(jobSet -> jobSet.getSpec().setSuspend(false));

    eventually(() -> assertThat(namespace.suspendedJobs()).isEqualTo(Map.of(A0, false)));
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(JobSetConditions.SUSPENDED, "False", "ResumeJobs"));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0));

    namespace.jobController().ready(A0);

    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true));
    namespace.jobController().ready(JOBS_OF_B);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));
  }

  @Test
  @Tag("controller:E-016")
  void restartFollowsTheDependenciesAgain(TestNamespace namespace) {
    namespace.create(
        bAfterAIsReady(
            jobSet -> jobSet.getSpec().setFailurePolicy(f1(1).getSpec().getFailurePolicy())));
    namespace.jobController().ready(A0);
    namespace.jobController().ready(JOBS_OF_B);

    namespace.jobController().fail(B0);
    namespace.jobController().finishDeleting(4);

    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 1L)));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0));
    namespace.jobController().ready(A0);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
  }

  private static JobSet bAfterAIsReady(Consumer<JobSet> change) {
    JobSet jobSet = f1();
    jobSet.getSpec().getReplicatedJobs().get(1).setDependsOn(List.of(on(A, DependsOnStatus.READY)));
    change.accept(jobSet);
    return jobSet;
  }

  private static JobSet cAfter(String statusOfA, String statusOfB) {
    return jobSet(
        replicatedJob("a", 1).build(),
        replicatedJob("b", 1).build(),
        replicatedJob("c", 3).withDependsOn(on("a", statusOfA), on("b", statusOfB)).build());
  }

  private static JobSet jobSet(ReplicatedJob... replicatedJobs) {
    return named(NAME, spec -> spec.withReplicatedJobs(replicatedJobs));
  }

  private static DependsOn on(String name, String status) {
    return new DependsOnBuilder().withName(name).withStatus(status).build();
  }
}
