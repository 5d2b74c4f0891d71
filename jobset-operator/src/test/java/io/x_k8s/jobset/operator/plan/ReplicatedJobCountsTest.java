package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicatedJobCountsTest {

  @ParameterizedTest(name = "P{0} C{1} R{2} S{3}: {4}")
  @CsvSource({
    "1, 2, 1, 1, 1",
    "5,  , 2, 3, 1",
    "3, 2, 1, 1, 1",
    "2, 3, 2, 1, 1",
    "4, 5, 2, 1, 0",
  })
  @Tag("controller:S-001")
  void aJobIsReadyWhenAsManyPodsAsRunTogetherAreReadyOrDone(
      int parallelism, Integer completions, int ready, int succeeded, int expected) {
    PlannedPass pass =
        Scene.of(JobSets.f1())
            .with(job(A, 0).size(parallelism, completions).pods(ready, ready, succeeded))
            .plan();

    assertThat(pass.counts(A).getReady()).isEqualTo(expected);
  }

  @Test
  @Tag("controller:S-001")
  void readyJobsAreCountedPerReplicatedJob() {
    PlannedPass pass =
        Scene.of(JobSets.jobSet(JobSets.replicatedJob("one", 1), JobSets.replicatedJob("two", 4)))
            .with(
                job("one", 0).size(1, 2).pods(1, 1, 1),
                job("two", 0).size(5, null).pods(2, 2, 3),
                job("two", 1).size(3, 2).pods(1, 1, 1),
                job("two", 2).size(2, 3).pods(2, 2, 1),
                job("two", 3).size(4, 5).pods(2, 2, 1))
            .plan();

    assertThat(pass.counts("one").getReady()).isEqualTo(1);
    assertThat(pass.counts("two").getReady()).isEqualTo(3);
  }

  @Test
  @Tag("controller:S-002")
  void everyReplicatedJobHasAnEntryFromTheFirstPassOn() {
    PlannedPass pass = Scene.of(JobSets.f1()).plan();

    assertThat(pass.status().getReplicatedJobsStatus())
        .containsExactly(counts(B, 0, 0, 0, 0, 0), counts(A, 0, 0, 0, 0, 0));
  }

  @Test
  @Tag("controller:S-003")
  void oneReadyJobCountsForItsReplicatedJobOnly() {
    assertThat(countsWith(job(B, 1).ready()))
        .containsExactly(counts(B, 1, 0, 0, 1, 0), counts(A, 0, 0, 0, 0, 0));
  }

  @Test
  @Tag("controller:S-004")
  void successfulJobsAreNotReady() {
    assertThat(
            countsWith(
                job(A, 0).pods(0, 0, 1).succeededFinally(),
                job(B, 0).pods(0, 0, 1).succeededFinally()))
        .containsExactly(counts(B, 0, 1, 0, 0, 0), counts(A, 0, 1, 0, 0, 0));
  }

  @Test
  @Tag("controller:S-005")
  void failedJobsAreCounted() {
    assertThat(
            countsWith(
                job(A, 0).failed(), job(B, 0).failed(), job(B, 1).failed(), job(B, 2).failed()))
        .containsExactly(counts(B, 0, 0, 3, 0, 0), counts(A, 0, 0, 1, 0, 0));
  }

  @Test
  @Tag("controller:S-006")
  void aJobIsActiveWhileItHasPods() {
    assertThat(
            countsWith(job(A, 0).pods(1, 0, 0), job(B, 0).pods(0, 0, 0), job(B, 1).pods(1, 0, 0)))
        .containsExactly(counts(B, 0, 0, 0, 1, 0), counts(A, 0, 0, 0, 1, 0));
  }

  @Test
  @Tag("controller:S-007")
  void suspendedJobsAreCountedAndNotReady() {
    assertThat(countsWith(job(A, 0).suspended(), job(B, 0).suspended(), job(B, 1).suspended()))
        .containsExactly(counts(B, 0, 0, 0, 0, 2), counts(A, 0, 0, 0, 0, 1));
  }

  @Test
  @Tag("controller:S-008")
  void aJobThatBelongsToNoReplicatedJobCountsNowhere() {
    assertThat(
            countsWith(
                job(A, 0).ready(),
                job(B, 0).ofReplicatedJob("foreign").ready(),
                job(B, 1).withoutReplicatedJob().failed().named("x"),
                job(B, 2).ofReplicatedJob("foreign").succeededFinally()))
        .containsExactly(counts(B, 0, 0, 0, 0, 0), counts(A, 1, 0, 0, 1, 0));
  }

  @Test
  void previousJobsCountNowhere() {
    PlannedPass pass =
        Scene.of(JobSets.f1(5).withNewStatus().withRestarts(1).endStatus())
            .with(job(A, 0).attempt(0).ready(), job(B, 0).attempt(0).failed())
            .plan();

    assertThat(pass.status().getReplicatedJobsStatus())
        .containsExactly(counts(B, 0, 0, 0, 0, 0), counts(A, 0, 0, 0, 0, 0));
  }

  @Test
  @Tag("controller:S-013")
  void aStatusThatSaysItAllIsNotWrittenAgain() {
    JobSetStatus stored =
        Scene.of(JobSets.f1())
            .with(job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).ready())
            .plan()
            .status();

    PlannedPass pass =
        Scene.of(JobSets.f1().withStatus(stored))
            .with(job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).ready())
            .plan();

    assertThat(pass.doesNothing()).isTrue();
  }

  @Test
  @Tag("controller:S-014")
  void restartsOfSingleJobsAreCarriedOver() {
    PlannedPass pass =
        Scene.of(
                JobSets.f1()
                    .withNewStatus()
                    .withReplicatedJobsStatus(JobSets.restarts(A, List.of(1), List.of(1)))
                    .endStatus())
            .gate(FeatureGate.RESTART_JOB)
            .with(job(A, 0).jobAttempt(1).ready())
            .plan();

    assertThat(pass.counts(A).getJobRestarts()).containsExactly(1);
    assertThat(pass.counts(A).getJobRestartsCountTowardsMax()).containsExactly(1);
    assertThat(pass.counts(B).getJobRestarts()).isNull();
    assertThat(pass.counts(B).getJobRestartsCountTowardsMax()).isNull();
  }

  @Test
  void withoutTheGateRestartsOfSingleJobsAndUnknownFieldsAreKept() {
    ReplicatedJobStatus entry = JobSets.restarts(A, List.of(1), List.of(1));
    entry.setAdditionalProperty("later", "field");
    JobSetStatus stored = new JobSetStatus();
    stored.setReplicatedJobsStatus(List.of(entry));
    stored.setCurrentInPlaceRestartAttempt(4);
    stored.setAdditionalProperty("newer", 7);

    PlannedPass pass = Scene.of(JobSets.f1().withStatus(stored)).with(job(A, 0).ready()).plan();

    assertThat(pass.write()).isPresent();
    assertThat(pass.counts(A).getJobRestarts()).containsExactly(1);
    assertThat(pass.counts(A).getJobRestartsCountTowardsMax()).containsExactly(1);
    assertThat(pass.counts(A).getAdditionalProperties()).containsEntry("later", "field");
    assertThat(pass.status().getCurrentInPlaceRestartAttempt()).isEqualTo(4);
    assertThat(pass.status().getAdditionalProperties()).containsEntry("newer", 7);
  }

  @Test
  void aWriteOfProgressOnlyMayWaitButNotTheEndOfTheLastPod() {
    JobSetStatus running = Scene.of(JobSets.f1()).with(job(A, 0).pods(1, 0, 0)).plan().status();

    StatusWrite ready =
        Scene.of(JobSets.f1().withStatus(running))
            .with(job(A, 0).ready())
            .plan()
            .write()
            .orElseThrow();
    StatusWrite stopped =
        Scene.of(JobSets.f1().withStatus(running)).with(job(A, 0)).plan().write().orElseThrow();

    assertThat(ready.countsOnly()).isTrue();
    assertThat(stopped.countsOnly()).isFalse();
  }

  /** Queues wait for it before they admit others. */
  @Test
  void aWriteThatMakesAllJobsReadyDoesNotWaitButTheirEndsDo() {
    Jobs[] ready = {
      job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).ready(),
    };
    Jobs[] onePending = {job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2)};
    Jobs[] oneOver = {
      job(A, 0).ready(), job(B, 0).ready(), job(B, 1).ready(), job(B, 2).succeededFinally(),
    };
    JobSetStatus pending = Scene.of(JobSets.f1()).with(onePending).plan().status();
    JobSetStatus allReady = Scene.of(JobSets.f1()).with(ready).plan().status();

    assertThat(writeOf(pending, ready).countsOnly()).isFalse();
    assertThat(writeOf(allReady, onePending).countsOnly()).isTrue();
    assertThat(writeOf(allReady, oneOver).countsOnly()).isTrue();
  }

  private static StatusWrite writeOf(JobSetStatus stored, Jobs... jobs) {
    return Scene.of(JobSets.f1().withStatus(stored)).with(jobs).plan().write().orElseThrow();
  }

  private static List<ReplicatedJobStatus> countsWith(Jobs... jobs) {
    Scene scene = Scene.of(JobSets.f1()).with(jobs);
    return scene.counts().toStatus(scene.snapshot());
  }

  private static ReplicatedJobStatus counts(
      String name, int ready, int succeeded, int failed, int active, int suspended) {
    ReplicatedJobStatus counts = new ReplicatedJobStatus();
    counts.setName(name);
    counts.setReady(ready);
    counts.setSucceeded(succeeded);
    counts.setFailed(failed);
    counts.setActive(active);
    counts.setSuspended(suspended);
    return counts;
  }
}
