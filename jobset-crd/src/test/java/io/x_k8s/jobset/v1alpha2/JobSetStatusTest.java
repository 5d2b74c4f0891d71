package io.x_k8s.jobset.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** Clients of a JobSet rely on which numbers of the status are there, and which are not. */
class JobSetStatusTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  @Test
  void restartsAreWrittenAlsoWhenZeroAndNothingElseIs() {
    assertThat(SERIALIZATION.asJson(new JobSetStatus())).isEqualTo("{\"restarts\":0}");
    assertThat(SERIALIZATION.asJson(new JobSetStatusBuilder().build()))
        .isEqualTo("{\"restarts\":0}");
  }

  @Test
  void theFiveCountersAreWrittenAlsoWhenZero() {
    assertThat(SERIALIZATION.asJson(new ReplicatedJobStatusBuilder().withName("workers").build()))
        .isEqualTo(
            "{\"name\":\"workers\",\"ready\":0,\"succeeded\":0,\"failed\":0,\"active\":0,"
                + "\"suspended\":0}");
  }

  @Test
  void restartsThatCountAreWrittenUnlessZero() {
    assertThat(
            SERIALIZATION.asJson(
                new JobSetStatusBuilder().withRestarts(2).withRestartsCountTowardsMax(1).build()))
        .isEqualTo("{\"restarts\":2,\"restartsCountTowardsMax\":1}");
  }

  @Test
  void whatBelongsToAFeatureIsWrittenOnceItIsSetAlsoWhenZero() {
    assertThat(
            SERIALIZATION.asJson(
                new JobSetStatusBuilder()
                    .withPreviousInPlaceRestartAttempt(0)
                    .withCurrentInPlaceRestartAttempt(1)
                    .build()))
        .isEqualTo(
            "{\"restarts\":0,\"previousInPlaceRestartAttempt\":0,"
                + "\"currentInPlaceRestartAttempt\":1}");
    assertThat(
            SERIALIZATION.asJson(
                new ReplicatedJobStatusBuilder()
                    .withName("workers")
                    .withJobRestarts(0, 1)
                    .withJobRestartsCountTowardsMax(0, 0)
                    .build()))
        .endsWith("\"jobRestarts\":[0,1],\"jobRestartsCountTowardsMax\":[0,0]}");
  }

  @Test
  void aStatusWithoutCountersReadsAsZeros() {
    assertThat(SERIALIZATION.unmarshal("{\"name\": \"workers\"}", ReplicatedJobStatus.class))
        .isEqualTo(new ReplicatedJobStatusBuilder().withName("workers").build());
    assertThat(SERIALIZATION.unmarshal("{}", JobSetStatus.class)).isEqualTo(new JobSetStatus());
  }
}
