package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import org.junit.jupiter.api.Test;

class JobSetProgressTest {

  private static final JobSet WITHOUT_STATUS =
      new JobSetBuilder()
          .withNewSpec()
          .addNewReplicatedJob()
          .withName("leader")
          .endReplicatedJob()
          .addNewReplicatedJob()
          .withName("workers")
          .withReplicas(4)
          .endReplicatedJob()
          .endSpec()
          .build();

  @Test
  void hasTheOrderOfTheSpecAndTheNumbersOfTheStatus() {
    var jobSet =
        WITHOUT_STATUS
            .edit()
            .withNewStatus()
            .withRestarts(2)
            .addNewReplicatedJobsStatus()
            .withName("workers")
            .withReady(3)
            .withActive(2)
            .withSucceeded(1)
            .withFailed(5)
            .withSuspended(6)
            .endReplicatedJobsStatus()
            .addNewReplicatedJobsStatus()
            .withName("leader")
            .withReady(1)
            .withActive(1)
            .endReplicatedJobsStatus()
            .endStatus()
            .build();

    var progress = JobSetProgress.of(jobSet);

    assertThat(progress.replicatedJobs())
        .containsExactly(
            new ReplicatedJobProgress("leader", 1, 1, 1, 0, 0, 0),
            new ReplicatedJobProgress("workers", 4, 3, 2, 1, 5, 6));
    assertThat(progress.restarts()).isEqualTo(2);
  }

  @Test
  void countsNothingWhereThereIsNoStatusYet() {
    var progress = JobSetProgress.of(WITHOUT_STATUS);

    assertThat(progress.replicatedJobs())
        .containsExactly(
            new ReplicatedJobProgress("leader", 1, 0, 0, 0, 0, 0),
            new ReplicatedJobProgress("workers", 4, 0, 0, 0, 0, 0));
    assertThat(progress.restarts()).isZero();
  }

  @Test
  void isEmptyForAJobSetWithoutSpec() {
    assertThat(JobSetProgress.of(new JobSet()).replicatedJobs()).isEmpty();
  }
}
