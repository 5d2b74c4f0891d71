package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.jobSet;
import static io.x_k8s.jobset.operator.plan.JobSets.replicatedJob;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChildJobCreationTest {

  @Test
  @Tag("controller:C-004")
  void aJobThatExistsIsNotMadeAgain() {
    assertThat(created(one(1), job("rj", 0))).isEmpty();
  }

  @Test
  @Tag("controller:C-005")
  void allJobsOfANewJobSetAreMade() {
    assertThat(created(one(2))).containsExactly("test-js-rj-0", "test-js-rj-1");
  }

  @Test
  @Tag("controller:C-007")
  void theNameOfAnActiveJobIsTaken() {
    assertThat(created(one(2), job("rj", 0))).containsExactly("test-js-rj-1");
  }

  @Test
  @Tag("controller:C-008")
  void theNameOfASuccessfulJobIsTaken() {
    assertThat(created(one(2), job("rj", 0).succeededFinally())).containsExactly("test-js-rj-1");
  }

  @Test
  @Tag("controller:C-009")
  void theNameOfAFailedJobIsTaken() {
    Scene scene = Scene.of(one(2)).with(job("rj", 0).failed());

    assertThat(missing(scene, "rj")).containsExactly("test-js-rj-1");
  }

  @Test
  @Tag("controller:C-010")
  void theNameOfAPreviousJobIsTakenUntilItIsGone() {
    assertThat(created(restarting(one(2), "Recreate"), job("rj", 0).attempt(0).deleting()))
        .containsExactly("test-js-rj-1");
  }

  @Test
  @Tag("controller:C-011")
  void blockingRecreateMakesNothingWhileAPreviousJobExists() {
    assertThat(created(restarting(one(2), "BlockingRecreate"), job("rj", 0).attempt(0).deleting()))
        .isEmpty();
    assertThat(created(restarting(one(2), "BlockingRecreate"))).hasSize(2);
  }

  @Test
  @Tag("controller:C-012")
  void eachReplicatedJobHasItsOwnMissingJobs() {
    JobSetBuilder jobSet = jobSet(replicatedJob("rj1", 2), replicatedJob("rj2", 2));

    assertThat(created(jobSet, job("rj1", 0), job("rj2", 1)))
        .containsExactly("test-js-rj1-1", "test-js-rj2-0");
  }

  @Test
  void theCreatedJobsAreThoseOfTheCurrentAttempts() {
    JobSetBuilder jobSet =
        one(2)
            .withNewStatus()
            .withRestarts(3)
            .withReplicatedJobsStatus(JobSets.restarts("rj", List.of(1, 0), null))
            .endStatus();

    List<Job> jobs =
        Scene.of(jobSet)
            .gate(FeatureGate.RESTART_JOB)
            .plan()
            .actions(Action.CreateJob.class)
            .stream()
            .map(create -> create.job().get())
            .toList();

    assertThat(jobs)
        .extracting(job -> job.getMetadata().getName())
        .containsExactly("test-js-rj-0", "test-js-rj-1");
    assertThat(jobs)
        .extracting(job -> label(job, JobSetLabels.RESTART_ATTEMPT))
        .containsExactly("3", "3");
    assertThat(jobs)
        .extracting(job -> label(job, JobSetLabels.JOB_RESTART_ATTEMPT))
        .containsExactly("1", "0");
  }

  @Test
  void aFailedCreationIsReportedAndStopsTheReplicatedJobsAfterIt() {
    Plan plan = Scene.of(JobSets.f1()).plan().plan();

    assertThat(plan.stages()).hasSize(2);
    assertThat(plan.stages())
        .allSatisfy(stage -> assertThat(stage.failureReason()).contains("JobCreationFailed"));
  }

  @Test
  void anInPlaceRestartIsAnnouncedAsARecreation() {
    PlannedPass first = Scene.of(restarting(one(1), "InPlaceRestart")).plan();
    PlannedPass later =
        Scene.of(restarting(one(1), "InPlaceRestart")).with(job("rj", 0).attempt(1)).plan();

    assertThat(first.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(PlannedEvent.Type.WARNING);
              assertThat(event.note()).contains("InPlaceRestart", "Recreate");
            });
    assertThat(first.created()).containsExactly("test-js-rj-0");
    assertThat(later.events()).isEmpty();
  }

  private static String label(Job job, String key) {
    return job.getMetadata().getLabels().get(key);
  }

  private static JobSetBuilder one(int replicas) {
    return jobSet(replicatedJob("rj", replicas));
  }

  private static JobSetBuilder restarting(JobSetBuilder jobSet, String strategy) {
    return jobSet
        .editSpec()
        .withNewFailurePolicy()
        .withMaxRestarts(3)
        .withRestartStrategy(strategy)
        .endFailurePolicy()
        .endSpec()
        .withNewStatus()
        .withRestarts(1)
        .endStatus();
  }

  private static List<String> created(JobSetBuilder jobSet, Jobs... jobs) {
    return Scene.of(jobSet).with(jobs).plan().created();
  }

  /** What creation would make, whatever else the pass decides. */
  private static List<String> missing(Scene scene, String replicatedJob) {
    Snapshot now = scene.snapshot();
    return new ChildJobCreation(now, ChildJobs.of(now))
            .missing(
                now.replicatedJobs().stream()
                    .filter(candidate -> replicatedJob.equals(candidate.getName()))
                    .findFirst()
                    .orElseThrow())
            .stream()
            .map(Action.CreateJob.class::cast)
            .map(Action.CreateJob::name)
            .toList();
  }

  /** Otherwise the first name that is free would wait for the deletion of all the others. */
  @Test
  void ofManyPreviousJobsOnlySomeAreDeletedBeforeFreeNamesAreUsed() {
    Scene scene =
        Scene.of(jobSet(replicatedJob("rj", 251)).withNewStatus().withRestarts(1).endStatus());
    for (int i = 1; i <= 250; i++) {
      scene.with(job("rj", i).attempt(0));
    }

    PlannedPass pass = scene.plan();

    assertThat(pass.deleted()).hasSize(PlanDraft.DELETIONS_PER_PASS);
    assertThat(pass.created()).containsExactly("test-js-rj-0");
    assertThat(pass.plan().comeBackIn()).contains(Duration.ZERO);
  }
}
