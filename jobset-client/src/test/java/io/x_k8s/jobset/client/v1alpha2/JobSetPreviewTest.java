package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpecBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.JobSetStatusBuilder;
import org.junit.jupiter.api.Test;

class JobSetPreviewTest {

  @Test
  void showsTheJobsInTheOrderOfTheSpec() {
    assertThat(JobSets.preview(jobSet()).jobs())
        .extracting(job -> job.getMetadata().getName())
        .containsExactly("training-leader-0", "training-workers-0", "training-workers-1");
  }

  @Test
  void showsWhatTheDefaultsMake() {
    var preview = JobSets.preview(jobSet());

    assertThat(preview.jobSet().getSpec().getNetwork().getEnableDNSHostnames()).isTrue();
    assertThat(preview.jobs().get(0).getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(preview.service().orElseThrow().getMetadata().getName()).isEqualTo("training");
  }

  @Test
  void namesThePods() {
    var preview = JobSets.preview(jobSet());

    assertThat(preview.podHostnames())
        .containsExactly(
            "training-leader-0-0",
            "training-workers-0-0",
            "training-workers-0-1",
            "training-workers-0-2",
            "training-workers-1-0",
            "training-workers-1-1",
            "training-workers-1-2");
    assertThat(preview.podDnsNames())
        .startsWith("training-leader-0-0.training")
        .hasSize(7)
        .endsWith("training-workers-1-2.training");
  }

  @Test
  void namesNoPodsWhereTheyHaveNoNames() {
    var jobSet = jobSet();
    jobSet
        .getSpec()
        .getReplicatedJobs()
        .forEach(job -> job.getTemplate().getSpec().setCompletionMode("NonIndexed"));
    var withoutDns =
        jobSet()
            .edit()
            .editSpec()
            .withNewNetwork()
            .withEnableDNSHostnames(false)
            .endNetwork()
            .endSpec()
            .build();

    assertThat(JobSets.preview(jobSet).podHostnames()).isEmpty();
    assertThat(JobSets.preview(withoutDns).service()).isEmpty();
    assertThat(JobSets.preview(withoutDns).podDnsNames()).isEmpty();
    assertThat(JobSets.preview(withoutDns).podHostnames()).hasSize(7);
  }

  @Test
  void showsTheClaims() {
    var jobSet =
        jobSet()
            .edit()
            .editSpec()
            .addNewVolumeClaimPolicy()
            .addNewTemplate()
            .withNewMetadata()
            .withName("data")
            .endMetadata()
            .endTemplate()
            .endVolumeClaimPolicy()
            .endSpec()
            .build();

    assertThat(JobSets.preview(jobSet).claims())
        .extracting(claim -> claim.getMetadata().getName())
        .containsExactly("data-training");
  }

  @Test
  void standsInForANameThatTheServerWillChoose() {
    var jobSet =
        jobSet()
            .edit()
            .editMetadata()
            .withName(null)
            .withGenerateName("run-")
            .endMetadata()
            .build();

    assertThat(JobSets.preview(jobSet).podHostnames()).startsWith("run-xxxxx-leader-0-0");
  }

  @Test
  void showsTheFirstAttemptOfAJobSetThatWasRestarted() {
    var jobSet = jobSet();
    jobSet.setStatus(new JobSetStatusBuilder().withRestarts(3).build());

    assertThat(JobSets.preview(jobSet).jobs())
        .allSatisfy(
            job ->
                assertThat(job.getMetadata().getLabels())
                    .containsEntry(JobSetLabels.RESTART_ATTEMPT, "0"));
    assertThat(jobSet.getStatus().getRestarts()).isEqualTo(3);
  }

  private static JobSet jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("ml")
        .withName("training")
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("leader")
        .withTemplate(template(1))
        .endReplicatedJob()
        .addNewReplicatedJob()
        .withName("workers")
        .withReplicas(2)
        .withTemplate(template(3))
        .endReplicatedJob()
        .endSpec()
        .build();
  }

  private static JobTemplateSpec template(int pods) {
    return new JobTemplateSpecBuilder()
        .withNewSpec()
        .withParallelism(pods)
        .withCompletions(pods)
        .withNewTemplate()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
