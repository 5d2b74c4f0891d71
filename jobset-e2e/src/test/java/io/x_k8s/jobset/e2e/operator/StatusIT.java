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
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;

import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.SuccessPolicyOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class StatusIT {

  @Test
  @Tag("controller:S-009")
  void completedJobsAreCountedAndNamesDescend(TestNamespace namespace) {
    namespace.create(f1());

    namespace.jobController().complete(ALL_JOBS);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": succeeded 3", A + ": succeeded 1"));
  }

  @Test
  @Tag("controller:S-010")
  void readyAndSucceededJobsAreToldApart(TestNamespace namespace) {
    namespace.create(f1());

    namespace.jobController().complete(A0, B0, B1);
    namespace.jobController().ready(B2);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 1, succeeded 2, active 1", A + ": succeeded 1"));
    JobSetAssert.assertThat(namespace.jobSet()).isNotFinished();
  }

  @Test
  @Tag("controller:S-011")
  void readyJobsAreActiveToo(TestNamespace namespace) {
    namespace.create(f1());

    namespace.jobController().ready(ALL_JOBS);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));
  }

  @Test
  @Tag("controller:S-012")
  void countsOfAFinishedJobSetFollowItsJobs(TestNamespace namespace) {
    namespace.create(
        f1(
            spec ->
                spec.editSuccessPolicy()
                    .withOperator(SuccessPolicyOperator.ANY)
                    .endSuccessPolicy()));
    namespace.jobController().ready(JOBS_OF_B);
    namespace.jobController().complete(A0);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isCompleted()
                .hasCounts(B + ": ready 3, active 3", A + ": succeeded 1"));

    namespace.jobController().finishDeleting(3);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isCompleted()
                .hasCounts(B + ": ", A + ": succeeded 1"));
  }
}
