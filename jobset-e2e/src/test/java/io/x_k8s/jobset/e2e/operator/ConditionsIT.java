package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.B2;
import static io.x_k8s.jobset.e2e.operator.JobSets.POD_FAILURE_POLICY;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.rule;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class ConditionsIT {

  @Test
  @Tag("controller:D-010")
  void conflictOnTheStatusTellsNothingUntilTheRetry(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().complete(A0, B0, B1);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": succeeded 2", A + ": succeeded 1"));
    namespace.proxy().pauseWatches("jobsets");
    namespace.change(jobSet -> jobSet.getMetadata().setAnnotations(Map.of("changed", "meanwhile")));

    namespace.jobController().complete(B2);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
    assertThat(namespace.proxy().exchanges())
        .anyMatch(exchange -> exchange.request().isStatusWrite() && exchange.code() == 409);
    namespace.proxy().resumeWatches();
    eventually(() -> assertThat(namespace.events()).isNotEmpty());
    consistently(
        () ->
            assertThat(namespace.events())
                .containsExactly(
                    new JobSetEvent(
                        "Normal", "AllJobsCompleted", "jobset completed successfully", 1)));
  }

  @Test
  @Tag("controller:D-011")
  void completedJobSetSaysSo(TestNamespace namespace) {
    namespace.create(f1());

    namespace.jobController().complete(ALL_JOBS);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isCompleted()
                .hasMessage(JobSetConditions.COMPLETED, "jobset completed successfully"));
    eventually(
        () ->
            assertThat(namespace.events())
                .containsExactly(
                    new JobSetEvent(
                        "Normal", "AllJobsCompleted", "jobset completed successfully", 1)));
  }

  @Test
  @Tag("controller:D-012")
  @Tag("controller:R-001")
  void failedJobSetNamesTheJob(TestNamespace namespace) {
    namespace.create(f1());

    namespace.jobController().fail(B1);

    String message =
        "jobset failed due to one or more job failures (first failed job: %s)".formatted(B1);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isFailed("FailedJobs")
                .hasMessage(JobSetConditions.FAILED, message));
    eventually(
        () ->
            assertThat(namespace.events())
                .containsExactly(new JobSetEvent("Warning", "FailedJobs", message, 1)));
  }

  @Test
  @Tag("controller:D-013")
  void restartIsOverWhenAllJobsAreReady(TestNamespace namespace) {
    namespace.create(
        f1(
            1,
            rule("Rule1", FailurePolicyAction.RESTART_JOB_SET)
                .withOnJobFailureReasons(POD_FAILURE_POLICY)
                .build()));
    namespace.jobController().fail(B0, POD_FAILURE_POLICY, "a pod failed");
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(JobSetConditions.RESTARTING_JOB_SET, "True", "FailurePolicy_Rule1"));
    namespace.jobController().finishDeleting(4);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));

    namespace.jobController().ready(ALL_JOBS);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(JobSetConditions.RESTARTING_JOB_SET, "False", "JobsReady")
                .hasMessage(JobSetConditions.RESTARTING_JOB_SET, "all jobs are ready"));
  }
}
