package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.plan.Action.FieldChange;
import io.x_k8s.jobset.operator.plan.Action.PatchJob;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ElasticityTest {

  @Test
  @Tag("controller:G-001")
  void aJobOfTheWantedSizeIsLeftAlone() {
    assertThat(resized(2, 2, job("rj", 0).size(2, 2))).isEmpty();
  }

  @Test
  @Tag("controller:G-002")
  void aJobOfAnotherSizeIsPatched() {
    assertThat(resized(4, 4, job("rj", 0).size(2, 2)))
        .containsExactly(
            new PatchJob(
                "test-js-rj-0",
                "uid-of-test-js-rj-0",
                false,
                List.of(
                    new FieldChange("/spec/parallelism", 4),
                    new FieldChange("/spec/completions", 4)),
                "scaling"));
  }

  @Test
  @Tag("controller:G-003")
  void aWishForMoreParallelismThanCompletionsIsIgnored() {
    assertThat(resized(4, 2, job("rj", 0).size(2, 2))).isEmpty();
  }

  @Test
  @Tag("controller:G-004")
  void aWishForMoreCompletionsThanParallelismIsIgnored() {
    assertThat(resized(2, 4, job("rj", 0).size(2, 2))).isEmpty();
  }

  @Test
  @Tag("controller:G-005")
  void withoutTheGateNoJobChangesItsSize() {
    assertThat(Scene.of(wanting(4, 4)).with(job("rj", 0).size(2, 2)).plan().patched()).isEmpty();
  }

  @Test
  void unsetMeansOneSoThatNothingIsPatchedInVain() {
    assertThat(resized(null, null, job("rj", 0).size(1, 1))).isEmpty();
    assertThat(resized(null, null, job("rj", 0).size(2, 2))).hasSize(1);
  }

  @Test
  void onlyIndexedJobsChangeTheirSize() {
    JobSetBuilder jobSet = wanting(4, 4);
    jobSet
        .editSpec()
        .editFirstReplicatedJob()
        .editTemplate()
        .editSpec()
        .withCompletionMode("NonIndexed")
        .endSpec()
        .endTemplate()
        .endReplicatedJob()
        .endSpec();

    assertThat(
            Scene.of(jobSet)
                .gate(FeatureGate.ELASTIC_JOB_SET)
                .with(job("rj", 0).size(2, 2))
                .plan()
                .patched())
        .isEmpty();
  }

  @Test
  void onlyActiveJobsChangeTheirSizeAlsoSuspendedOnes() {
    PlannedPass pass =
        Scene.of(wanting(4, 4).editSpec().withSuspend(true).endSpec())
            .gate(FeatureGate.ELASTIC_JOB_SET)
            .with(
                job("rj", 0).size(2, 2).succeededFinally(),
                job("rj", 1).size(2, 2).suspended(),
                job("rj", 2).size(2, 2).suspended().deleting())
            .plan();

    assertThat(pass.patchedNames()).containsExactly("test-js-rj-1");
  }

  @Test
  void aFinishedJobSetIsNotResized() {
    assertThat(
            Scene.of(JobSets.withConditions(wanting(4, 4), JobSets.isTrue("Completed")))
                .gate(FeatureGate.ELASTIC_JOB_SET)
                .with(job("rj", 0).size(2, 2))
                .plan()
                .patched())
        .isEmpty();
  }

  private static List<PatchJob> resized(Integer parallelism, Integer completions, Jobs job) {
    return Scene.of(wanting(parallelism, completions))
        .gate(FeatureGate.ELASTIC_JOB_SET)
        .with(job)
        .plan()
        .patched();
  }

  private static JobSetBuilder wanting(Integer parallelism, Integer completions) {
    return JobSets.jobSet(
        JobSets.replicatedJobOf("rj", 3)
            .editTemplate()
            .editSpec()
            .withParallelism(parallelism)
            .withCompletions(completions)
            .endSpec()
            .endTemplate()
            .build());
  }
}
