package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatusBuilder;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One leader and four workers, in all situations of their life. */
class JobSetStateTest {

  private static final Counts NONE = new Counts(0, 0, 0, 0);
  private static final Counts ACTIVE = new Counts(0, 1, 0, 0);
  private static final Counts READY = new Counts(1, 1, 0, 0);
  private static final Counts DONE = new Counts(0, 0, 1, 0);

  static Stream<Arguments> situations() {
    return Stream.of(
        row("just created", JobSetState.PENDING, js -> js.withStatus(null)),
        row("seen by the controller", JobSetState.PENDING, status(NONE, NONE)),
        row("first Pods", JobSetState.STARTING, status(ACTIVE, new Counts(0, 1, 0, 0))),
        row("not all ready", JobSetState.STARTING, status(READY, new Counts(2, 4, 0, 0))),
        row("all ready", JobSetState.RUNNING, status(READY, new Counts(4, 4, 0, 0))),
        row(
            "some succeeded, others ready",
            JobSetState.RUNNING,
            status(READY, new Counts(2, 2, 2, 0))),
        row(
            "some succeeded, others not ready",
            JobSetState.STARTING,
            status(READY, new Counts(1, 2, 2, 0))),
        row(
            "all succeeded, not told yet",
            JobSetState.RUNNING,
            status(DONE, new Counts(0, 0, 4, 0))),
        row(
            "a Job failed, not dealt with yet",
            JobSetState.STARTING,
            status(READY, new Counts(3, 3, 0, 1))),
        row(
            "restart decided",
            JobSetState.RESTARTING,
            status(READY, new Counts(3, 3, 0, 1)).andThen(restarts(1, "True"))::apply),
        row(
            "restart under way",
            JobSetState.RESTARTING,
            status(NONE, NONE).andThen(restarts(1, "True"))::apply),
        row(
            "restarted, all ready, condition not taken back yet",
            JobSetState.RUNNING,
            status(READY, new Counts(4, 4, 0, 0)).andThen(restarts(1, "True"))::apply),
        row(
            "unready long after a restart",
            JobSetState.STARTING,
            status(READY, new Counts(3, 4, 0, 0)).andThen(restarts(1, "False"))::apply),
        row(
            "restart by an operator without that condition",
            JobSetState.RESTARTING,
            status(READY, new Counts(3, 4, 0, 0))
                    .andThen(js -> js.editStatus().withRestarts(1).endStatus())
                ::apply),
        row(
            "restart of a single Job",
            JobSetState.RESTARTING,
            status(READY, new Counts(3, 4, 0, 0))
                    .andThen(
                        js ->
                            js.editStatus()
                                .editFirstReplicatedJobsStatus()
                                .withJobRestarts(0, 1, 0, 0)
                                .endReplicatedJobsStatus()
                                .endStatus())
                ::apply),
        row("suspended", JobSetState.SUSPENDED, status(NONE, NONE).andThen(suspended())::apply),
        row(
            "suspended, Pods still ending",
            JobSetState.SUSPENDED,
            status(READY, new Counts(4, 4, 0, 0)).andThen(suspended())::apply),
        row(
            "resumed, nothing happened yet",
            JobSetState.PENDING,
            status(NONE, NONE).andThen(condition(JobSetConditions.SUSPENDED, "True"))::apply),
        row(
            "completed",
            JobSetState.COMPLETED,
            status(DONE, new Counts(0, 0, 4, 0))
                    .andThen(condition(JobSetConditions.COMPLETED, "True"))
                ::apply),
        row(
            "completed, then suspended",
            JobSetState.COMPLETED,
            status(DONE, new Counts(0, 0, 4, 0))
                    .andThen(condition(JobSetConditions.COMPLETED, "True"))
                    .andThen(suspended())
                ::apply),
        row(
            "failed",
            JobSetState.FAILED,
            status(NONE, new Counts(0, 0, 0, 1)).andThen(condition(JobSetConditions.FAILED, "True"))
                ::apply),
        row(
            "a condition that is not true",
            JobSetState.RUNNING,
            status(READY, new Counts(4, 4, 0, 0))
                    .andThen(condition(JobSetConditions.FAILED, "False"))
                ::apply));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("situations")
  void followsFromTheObjectAlone(String situation, JobSetState state, JobSet jobSet) {
    assertThat(JobSetState.of(jobSet)).isEqualTo(state);
    assertThat(state.isFinished())
        .isEqualTo(List.of(JobSetState.COMPLETED, JobSetState.FAILED).contains(state));
  }

  @Test
  void runsWhileAnotherReplicatedJobHasToWaitForItsCompletion() {
    var preparing =
        apply(status(READY, NONE))
            .edit()
            .editSpec()
            .editLastReplicatedJob()
            .addNewDependsOn()
            .withName("leader")
            .withStatus(DependsOnStatus.COMPLETE)
            .endDependsOn()
            .endReplicatedJob()
            .endSpec()
            .build();

    assertThat(JobSetState.of(preparing)).isEqualTo(JobSetState.RUNNING);
  }

  @Test
  void startsAgainOnceTheOtherMayRun() {
    var prepared =
        apply(status(DONE, NONE))
            .edit()
            .editSpec()
            .editLastReplicatedJob()
            .addNewDependsOn()
            .withName("leader")
            .withStatus(DependsOnStatus.COMPLETE)
            .endDependsOn()
            .endReplicatedJob()
            .endSpec()
            .build();

    assertThat(JobSetState.of(prepared)).isEqualTo(JobSetState.STARTING);
  }

  @Test
  void readsAnObjectWithoutAnything() {
    assertThat(JobSetState.of(new JobSet())).isEqualTo(JobSetState.PENDING);
  }

  private static Arguments row(
      String situation, JobSetState state, UnaryOperator<JobSetBuilder> change) {
    return Arguments.of(situation, state, apply(change));
  }

  private static JobSet apply(UnaryOperator<JobSetBuilder> change) {
    var builder =
        new JobSetBuilder()
            .withNewSpec()
            .addNewReplicatedJob()
            .withName("leader")
            .endReplicatedJob()
            .addNewReplicatedJob()
            .withName("workers")
            .withReplicas(4)
            .endReplicatedJob()
            .endSpec();
    return change.apply(builder).build();
  }

  /** The status lists the ReplicatedJobs the other way round, as the API has it. */
  private static UnaryOperator<JobSetBuilder> status(Counts leader, Counts workers) {
    return jobSet ->
        jobSet
            .withNewStatus()
            .addToReplicatedJobsStatus(workers.of("workers"), leader.of("leader"))
            .endStatus();
  }

  private record Counts(int ready, int active, int succeeded, int failed) {
    ReplicatedJobStatus of(String name) {
      return new ReplicatedJobStatusBuilder()
          .withName(name)
          .withReady(ready)
          .withActive(active)
          .withSucceeded(succeeded)
          .withFailed(failed)
          .build();
    }
  }

  private static UnaryOperator<JobSetBuilder> suspended() {
    return jobSet -> jobSet.editSpec().withSuspend(true).endSpec();
  }

  private static UnaryOperator<JobSetBuilder> restarts(int restarts, String status) {
    return jobSet ->
        condition(JobSetConditions.RESTARTING_JOB_SET, status)
            .apply(jobSet)
            .editStatus()
            .withRestarts(restarts)
            .endStatus();
  }

  private static UnaryOperator<JobSetBuilder> condition(String type, String status) {
    return jobSet ->
        jobSet
            .editStatus()
            .addNewCondition()
            .withType(type)
            .withStatus(status)
            .endCondition()
            .endStatus();
  }
}
