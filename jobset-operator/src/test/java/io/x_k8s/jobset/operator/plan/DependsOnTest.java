package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.dependent;
import static io.x_k8s.jobset.operator.plan.JobSets.replicatedJob;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DependsOnTest {

  @Test
  @Tag("controller:E-001")
  void withoutDependenciesAReplicatedJobStarts() {
    assertThat(starts(Scene.of(JobSets.jobSet(replicatedJob("c", 1))))).isTrue();
  }

  @Test
  @Tag("controller:E-002")
  void aDependencyThatDoesNotExistIsNeverMet() {
    assertThat(
            starts(Scene.of(JobSets.jobSet(replicatedJob("a", 0), dependent("c", 1, "b=Ready")))))
        .isFalse();
    assertThat(starts(Scene.of(JobSets.jobSet(dependent("c", 1, "b=Complete"))))).isFalse();
  }

  @Test
  @Tag("controller:E-003")
  void allDependenciesAreComplete() {
    assertThat(
            starts(
                after("Complete", 2).with(done("a", 0), done("a", 1), done("b", 0), done("b", 1))))
        .isTrue();
  }

  @Test
  @Tag("controller:E-004")
  void aReadyJobIsNotComplete() {
    assertThat(
            starts(
                after("Complete", 2).with(done("a", 0), done("a", 1), done("b", 0), ready("b", 1))))
        .isFalse();
    assertThat(
            starts(
                after("Complete", 2)
                    .with(done("a", 0), ready("a", 1), done("b", 0), ready("b", 1))))
        .isFalse();
  }

  @Test
  @Tag("controller:E-005")
  void readySucceededAndFailedJobsAllCountAsReady() {
    Scene scene = after("Ready", 3);
    for (String name : new String[] {"a", "b"}) {
      scene.with(ready(name, 0), done(name, 1), job(name, 2).failed());
    }

    assertThat(starts(scene)).isTrue();
  }

  @Test
  @Tag("controller:E-006")
  void anActiveJobIsNotReady() {
    assertThat(
            starts(
                after("Ready", 3)
                    .with(ready("a", 0), ready("a", 1), ready("a", 2))
                    .with(ready("b", 0), ready("b", 1), job("b", 2).pods(1, 0, 0))))
        .isFalse();
    assertThat(
            starts(
                after("Ready", 3)
                    .with(ready("a", 0), ready("a", 1), job("a", 2).pods(1, 0, 0))
                    .with(ready("b", 0), ready("b", 1), job("b", 2).pods(1, 0, 0))))
        .isFalse();
  }

  @Test
  void aReplicatedJobThatWaitsDoesNotHoldUpTheNext() {
    PlannedPass pass =
        Scene.of(
                JobSets.jobSet(
                    replicatedJob("a", 1), dependent("b", 1, "a=Ready"), replicatedJob("c", 1)))
            .plan();

    assertThat(pass.created()).containsExactly("test-js-a-0", "test-js-c-0");
  }

  @Test
  void aDependentThatRunsStaysWhenItsDependencyBecomesUnready() {
    PlannedPass pass =
        Scene.of(JobSets.jobSet(replicatedJob("a", 1), dependent("b", 1, "a=Ready")))
            .with(job("a", 0).pods(1, 0, 0), ready("b", 0))
            .plan();

    assertThat(pass.plan().stages()).isEmpty();
  }

  /** ReplicatedJob c after a and b. */
  private static Scene after(String status, int replicas) {
    return Scene.of(
        JobSets.jobSet(
            replicatedJob("a", replicas),
            replicatedJob("b", replicas),
            dependent("c", 1, "a=" + status, "b=" + status)));
  }

  private static boolean starts(Scene scene) {
    Snapshot now = scene.snapshot();
    return new StartupOrder(now, scene.children(), scene.counts())
        .dependenciesAreMet(now.replicatedJobs().getLast());
  }

  private static Jobs ready(String replicatedJob, int index) {
    return job(replicatedJob, index).ready();
  }

  private static Jobs done(String replicatedJob, int index) {
    return job(replicatedJob, index).succeededFinally();
  }
}
