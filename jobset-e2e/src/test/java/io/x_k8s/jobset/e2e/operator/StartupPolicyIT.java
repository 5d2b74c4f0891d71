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
import static io.x_k8s.jobset.e2e.operator.JobSets.failurePolicy;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.StartupPolicyOrder;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class StartupPolicyIT {
  private static final String IN_PROGRESS = JobSetConditions.STARTUP_POLICY_IN_PROGRESS;
  private static final String COMPLETED = JobSetConditions.STARTUP_POLICY_COMPLETED;
  private static final String PROGRESS_REASON = "InOrderStartupPolicyInProgress";
  private static final String COMPLETED_REASON = "InOrderStartupPolicyCompleted";

  @Test
  @Tag("controller:O-003")
  @Tag("controller:O-004")
  @Tag("controller:O-005")
  @Tag("controller:O-006")
  @Tag("controller:O-016")
  void replicatedJobsStartInOrder(TestNamespace namespace) {
    namespace.create(f1(order(StartupPolicyOrder.IN_ORDER)));

    eventually(
        () -> {
          assertThat(namespace.jobs()).containsOnlyKeys(A0);
          JobSetAssert.assertThat(namespace.jobSet())
              .hasCondition(IN_PROGRESS, "True", PROGRESS_REASON)
              .hasMessage(IN_PROGRESS, "in order startup policy is in progress");
        });
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0));

    namespace.jobController().ready(A0);

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ", A + ": ready 1, active 1")
                .hasCondition(IN_PROGRESS, "True", PROGRESS_REASON));

    namespace.jobController().active(JOBS_OF_B);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": active 3", A + ": ready 1, active 1")
                .hasCondition(IN_PROGRESS, "True", PROGRESS_REASON));

    namespace.jobController().ready(JOBS_OF_B);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(COMPLETED, "True", COMPLETED_REASON)
                .hasMessage(COMPLETED, "in order startup policy has completed")
                .hasCondition(IN_PROGRESS, "False", PROGRESS_REASON));

    // A Pod that gets unready later does not begin the start anew (section 24, no. 19).
    namespace.jobController().active(A0);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": active 1"));
    consistently(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(COMPLETED, "True", COMPLETED_REASON)
                .hasCondition(IN_PROGRESS, "False", PROGRESS_REASON));
  }

  @Test
  @Tag("controller:O-007")
  void restartFollowsTheOrderAgain(TestNamespace namespace) {
    namespace.create(f1(failurePolicy(1).andThen(order(StartupPolicyOrder.IN_ORDER))));
    namespace.jobController().ready(A0);
    namespace.jobController().ready(JOBS_OF_B);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(COMPLETED, "True", COMPLETED_REASON));

    namespace.jobController().complete(B0);
    namespace.jobController().fail(B1);
    namespace.jobController().finishDeleting(4);

    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 1L)));
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(IN_PROGRESS, "True", PROGRESS_REASON)
                .hasCondition(COMPLETED, "False", COMPLETED_REASON));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0));
    namespace.jobController().ready(A0);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 4L)));
    namespace.jobController().ready(JOBS_OF_B);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(COMPLETED, "True", COMPLETED_REASON)
                .hasCondition(IN_PROGRESS, "False", PROGRESS_REASON)
                .hasRestarts(1, 1));
  }

  @Test
  @Tag("controller:O-008")
  @Tag("controller:O-011")
  @Tag("controller:O-012")
  @Tag("controller:O-013")
  @Tag("controller:O-015")
  void suspendedJobSetResumesInOrder(TestNamespace namespace) {
    namespace.create(
        f1(order(StartupPolicyOrder.IN_ORDER).andThen(spec -> spec.withSuspend(true))));
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": suspended 3", A + ": suspended 1")
                .hasNoCondition(IN_PROGRESS)
                .hasNoCondition(COMPLETED)
                .hasCondition(JobSetConditions.SUSPENDED, "True", "SuspendedJobs"));
    namespace.jobController().suspended(ALL_JOBS);

    namespace.change(jobSet -> jobSet.getSpec().setSuspend(false));

    eventually(
        () -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": suspended 3", A + ": "));
    consistently(
        () ->
            assertThat(namespace.suspendedJobs())
                .isEqualTo(Map.of(A0, false, B0, true, B1, true, B2, true)));
    JobSetAssert.assertThat(namespace.jobSet())
        .hasCondition(JobSetConditions.SUSPENDED, "True", "SuspendedJobs");

    namespace.jobController().ready(A0);

    eventually(() -> assertThat(namespace.suspendedJobs()).doesNotContainValue(true));
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ", A + ": ready 1, active 1")
                .hasCondition(IN_PROGRESS, "True", PROGRESS_REASON));

    namespace.jobController().ready(JOBS_OF_B);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(COMPLETED, "True", COMPLETED_REASON)
                .hasCondition(JobSetConditions.SUSPENDED, "False", "ResumeJobs"));
  }

  @Test
  @Tag("controller:O-009")
  @Tag("controller:O-010")
  void withoutOrderAllJobsResumeAtOnce(TestNamespace namespace) {
    namespace.create(
        f1(order(StartupPolicyOrder.ANY_ORDER).andThen(spec -> spec.withSuspend(true))));
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": suspended 3", A + ": suspended 1"));

    namespace.change(jobSet -> jobSet.getSpec().setSuspend(false));

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": "));
    assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true);
    JobSetAssert.assertThat(namespace.jobSet()).hasNoCondition(IN_PROGRESS);
  }

  private static Consumer<JobSetSpecBuilder> order(String order) {
    return spec -> spec.withNewStartupPolicy().withStartupPolicyOrder(order).endStartupPolicy();
  }
}
