package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.B2;
import static io.x_k8s.jobset.e2e.operator.JobSets.JOBS_OF_B;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.SuccessPolicyOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class SuccessPolicyIT {

  @Test
  @Tag("controller:P-001")
  @Tag("controller:P-002")
  void allJobsMustComplete(TestNamespace namespace) {
    namespace.create(f1());

    namespace.jobController().complete(A0, B0, B1);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": succeeded 2", A + ": succeeded 1"));
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).isNotFinished());

    namespace.jobController().complete(B2);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @Test
  @Tag("controller:P-003")
  void allWithoutTargetsMeansAllReplicatedJobs(TestNamespace namespace) {
    namespace.create(f1());

    namespace.jobController().complete(A0);

    eventually(
        () -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": succeeded 1"));
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).isNotFinished());

    namespace.jobController().complete(JOBS_OF_B);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @Test
  @Tag("controller:P-004")
  void allOfTheTargetsAreEnough(TestNamespace namespace) {
    namespace.create(f1With(SuccessPolicyOperator.ALL, B));

    namespace.jobController().complete(A0, B0);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": succeeded 1", A + ": succeeded 1"));
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).isNotFinished());

    namespace.jobController().complete(B1, B2);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @Test
  @Tag("controller:P-005")
  @Tag("controller:P-014")
  void anyOfTheTargetsIsEnough(TestNamespace namespace) {
    namespace.create(f1With(SuccessPolicyOperator.ANY, B));

    namespace.jobController().complete(A0);

    eventually(
        () -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": succeeded 1"));
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).isNotFinished());

    namespace.jobController().complete(B1);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @Test
  @Tag("controller:P-006")
  @Tag("controller:P-011")
  void jobsThatStillRunAreDeletedInTheEnd(TestNamespace namespace) {
    namespace.create(f1With(SuccessPolicyOperator.ANY));
    namespace.jobController().ready(A0, B0, B2);

    namespace.jobController().complete(B1);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
    namespace.jobController().finishDeleting(3);
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(B1));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(B1));
    assertThat(namespace.job(B1).getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  @Tag("controller:P-012")
  void failureGoesBeforeSuccess(TestNamespace namespace) {
    JobSet jobSet = f1With(SuccessPolicyOperator.ANY, B);
    jobSet.getSpec().setFailurePolicy(f1(1).getSpec().getFailurePolicy());
    namespace.create(jobSet);
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    namespace.proxy().pauseWatches("jobs");
    namespace.jobController().fail(A0);
    namespace.jobController().complete(B0);

    namespace.proxy().resumeWatches();

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1));
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).isNotFinished());
  }

  @Test
  @Tag("controller:P-015")
  void nothingHappensAfterTheEnd(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());

    namespace.change(found -> found.getSpec().setSuspend(true));
    namespace.jobResource(B0).delete();

    consistently(
        () -> {
          assertThat(namespace.suspendedJobs())
              .containsOnlyKeys(A0, B1, B2)
              .doesNotContainValue(true);
          JobSetAssert.assertThat(namespace.jobSet()).isCompleted().hasNoCondition("Suspended");
        });
    namespace.change(found -> found.getSpec().setSuspend(false));
    consistently(
        () -> {
          assertThat(namespace.jobs()).containsOnlyKeys(A0, B1, B2);
          JobSetAssert.assertThat(namespace.jobSet()).isCompleted().hasNoCondition("Suspended");
        });
  }

  private static JobSet f1With(String operator, String... targets) {
    return f1(
        spec ->
            spec.withNewSuccessPolicy()
                .withOperator(operator)
                .withTargetReplicatedJobs(targets)
                .endSuccessPolicy());
  }
}
