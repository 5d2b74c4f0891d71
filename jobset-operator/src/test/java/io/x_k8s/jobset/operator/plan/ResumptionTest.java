package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.derived.ResumableFields;
import io.x_k8s.jobset.operator.plan.Action.FieldChange;
import io.x_k8s.jobset.operator.plan.Action.PatchJob;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ResumptionTest {
  private static final FieldChange RUN = new FieldChange("/spec/suspend", false);

  @Test
  void anUnchangedJobIsOnlyToldToRun() {
    assertThat(resumed(job(A, 0).suspended().withFieldsHash(hashOfA())))
        .containsExactly(
            new PatchJob("test-js-replicated-job-a-0", uid(), false, List.of(RUN), "resumption"));
  }

  @Test
  void theStartTimeIsClearedFirst() {
    assertThat(resumed(job(A, 0).suspended().started().withFieldsHash(hashOfA())))
        .containsExactly(
            new PatchJob("test-js-replicated-job-a-0", uid(), true, List.of(RUN), "resumption"));
  }

  @Test
  void aChangedJobGetsAllFiveFieldsAndRunsLast() {
    assertThat(resumed(job(A, 0).reportedSuspended().withFieldsHash("other")))
        .singleElement()
        .satisfies(
            patch -> {
              assertThat(patch.changes())
                  .extracting(FieldChange::path)
                  .containsExactly(
                      "/spec/template/metadata/labels",
                      "/spec/template/metadata/annotations",
                      "/spec/template/spec/nodeSelector",
                      "/spec/template/spec/tolerations",
                      "/spec/template/spec/schedulingGates",
                      "/spec/suspend");
              assertThat(patch.changes().getLast()).isEqualTo(RUN);
            });
  }

  @Test
  void aChangedJobWithPodsLeftWaits() {
    assertThat(resumed(job(A, 0).reportedSuspended().pods(1, 0, 0).withFieldsHash("other")))
        .isEmpty();
  }

  @Test
  void aJobWithoutAUsableIndexRunsAsItIs() {
    for (OptionalInt index : List.of(OptionalInt.empty(), OptionalInt.of(-1), OptionalInt.of(99))) {
      assertThat(resumed(job(A, 0).reportedSuspended().indexed(index).withFieldsHash("x")))
          .containsExactly(
              new PatchJob("test-js-replicated-job-a-0", uid(), false, List.of(RUN), "resumption"));
    }
  }

  @Test
  void aJobOfNoReplicatedJobRunsAsItIs() {
    assertThat(resumed(job(A, 0).suspended().started().withoutReplicatedJob().withFieldsHash("x")))
        .containsExactly(
            new PatchJob("test-js-replicated-job-a-0", uid(), true, List.of(RUN), "resumption"));
  }

  @Test
  void aJobBeingDeletedIsNotResumed() {
    assertThat(resumed(job(A, 0).suspended().deleting().withFieldsHash(hashOfA()))).isEmpty();
  }

  private static List<PatchJob> resumed(Jobs job) {
    return Scene.of(JobSets.f1()).with(job).plan().patched();
  }

  private static String uid() {
    return job(A, 0).build().uid();
  }

  private static String hashOfA() {
    return Scene.of(JobSets.f1()).plan().actions(Action.CreateJob.class).stream()
        .map(create -> create.job().get())
        .filter(job -> job.getMetadata().getName().equals("test-js-replicated-job-a-0"))
        .map(job -> ResumableFields.hashOf(job.getSpec().getTemplate()))
        .findFirst()
        .orElseThrow();
  }
}
