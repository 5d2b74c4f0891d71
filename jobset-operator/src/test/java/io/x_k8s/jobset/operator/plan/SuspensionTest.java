package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.JobSets.A;
import static io.x_k8s.jobset.operator.plan.JobSets.B;
import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.plan.Action.PatchJob;
import org.junit.jupiter.api.Test;

class SuspensionTest {

  /** A queue wants its quota back, whatever the API server refuses to create. */
  @Test
  void whatRunsIsStoppedBeforeAnythingIsMade() {
    PlannedPass pass =
        Scene.of(JobSets.f1().editSpec().withSuspend(true).endSpec())
            .withoutService()
            .with(job(A, 0), job(B, 1))
            .plan();

    assertThat(pass.plan().stages().getFirst().actions())
        .hasSize(2)
        .hasOnlyElementsOfType(PatchJob.class);
    assertThat(pass.created()).hasSize(2);
  }

  @Test
  void theConditionWaitsForAllThatASuspendedJobSetHas() {
    PlannedPass pass =
        Scene.of(JobSets.f1().editSpec().withSuspend(true).endSpec()).with(job(A, 0)).plan();
    int stages = pass.plan().stages().size();

    assertThat(pass.plan().statusAfter(stages - 1).orElseThrow().status().getConditions())
        .isNullOrEmpty();
    assertThat(pass.conditionText("Suspended")).isEqualTo("True/SuspendedJobs");
  }
}
