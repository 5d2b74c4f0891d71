package io.x_k8s.jobset.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JobIndexesTest {
  @Test
  @Tag("controller:C-014")
  void globalIndexCountsTheJobsOfEarlierReplicatedJobs() {
    JobIndexes indexes =
        indexes(
            replicatedJob("rjob1", "", 2),
            replicatedJob("rjob2", "", 4),
            replicatedJob("rjob3", "", 1));

    assertThat(indexes.globalIndex("rjob2", 3)).hasValue(5);
    assertThat(indexes.globalIndex("rjob3", 0)).hasValue(6);
  }

  @Test
  @Tag("api:A22")
  void lastJobOfTheSecondOfThreeReplicatedJobsHasGlobalIndexFive() {
    JobIndexes indexes =
        indexes(replicatedJob("a", "", 2), replicatedJob("b", "", 4), replicatedJob("c", "", 1));

    assertThat(indexes.globalIndex("b", 3)).hasValue(5);
  }

  @Test
  @Tag("controller:C-015")
  void globalIndexInTheOnlyReplicatedJobIsTheJobIndex() {
    assertThat(indexes(replicatedJob("rjob1", "", 3)).globalIndex("rjob1", 1)).hasValue(1);
  }

  @Test
  @Tag("controller:C-016")
  void unknownReplicatedJobHasNoGlobalIndex() {
    assertThat(indexes(replicatedJob("rjob1", "", 3)).globalIndex("other", 0)).isEmpty();
  }

  @Test
  @Tag("controller:C-017")
  @Tag("api:A24")
  void globalReplicasIsTheSumOfAllReplicas() {
    assertThat(indexes().globalReplicas()).isZero();
    assertThat(indexes(replicatedJob("a", "", 3)).globalReplicas()).isEqualTo(3);
    assertThat(indexes(replicatedJob("a", "", 2), replicatedJob("b", "", 5)).globalReplicas())
        .isEqualTo(7);
  }

  @Test
  @Tag("controller:C-018")
  void groupIndexInTheOnlyReplicatedJobIsTheJobIndex() {
    JobIndexes indexes = indexes(replicatedJob("rjob1", "groupA", 3));

    assertThat(indexes.groupIndex("rjob1", "groupA", 1)).hasValue(1);
  }

  @Test
  @Tag("controller:C-019")
  @Tag("api:A23")
  void groupIndexCountsOnlyEarlierJobsOfTheSameGroup() {
    JobIndexes indexes =
        indexes(
            replicatedJob("rjob1", "groupA", 1),
            replicatedJob("rjob2", "groupB", 2),
            replicatedJob("rjob3", "groupA", 3));

    assertThat(indexes.groupIndex("rjob3", "groupA", 1)).hasValue(2);
    assertThat(indexes.groupIndex("rjob2", "groupB", 1)).hasValue(1);
  }

  @Test
  @Tag("controller:C-020")
  void replicatedJobThatIsNotInTheGroupHasNoGroupIndex() {
    JobIndexes indexes =
        indexes(replicatedJob("rjob1", "groupA", 1), replicatedJob("rjob2", "groupB", 2));

    assertThat(indexes.groupIndex("rjob1", "groupB", 0)).isEmpty();
    assertThat(indexes.groupIndex("rjob3", "groupA", 0)).isEmpty();
    assertThat(indexes.groupIndex("rjob1", "groupC", 0)).isEmpty();
  }

  @Test
  @Tag("controller:C-021")
  void groupReplicasIsTheSumOverTheGroup() {
    assertThat(
            indexes(replicatedJob("a", "groupA", 1), replicatedJob("b", "groupA", 2))
                .groupReplicas("groupA"))
        .isEqualTo(3);
    JobIndexes twoGroups =
        indexes(replicatedJob("a", "groupA", 1), replicatedJob("b", "groupB", 2));
    assertThat(twoGroups.groupReplicas("groupB")).isEqualTo(2);
    assertThat(twoGroups.groupReplicas("groupC")).isZero();
    assertThat(indexes().groupReplicas("groupA")).isZero();
  }

  @Test
  @Tag("api:A23")
  void groupReplicasOfTwoGroupsAndAnUnknownOne() {
    JobIndexes indexes =
        indexes(replicatedJob("a", "A", 1), replicatedJob("b", "B", 2), replicatedJob("c", "A", 3));

    assertThat(indexes.groupReplicas("A")).isEqualTo(4);
    assertThat(indexes.groupReplicas("B")).isEqualTo(2);
    assertThat(indexes.groupReplicas("unknown")).isZero();
  }

  @Test
  @Tag("controller:C-022")
  void withoutGroupNamesTheGroupIndexIsTheGlobalIndex() {
    JobIndexes indexes = indexes(replicatedJob("a", null, 2), replicatedJob("b", "", 3));

    assertThat(indexes.groupIndex("b", "", 1)).isEqualTo(indexes.globalIndex("b", 1)).hasValue(3);
    assertThat(indexes.groupReplicas("")).isEqualTo(5);
  }

  @Test
  void absentReplicasAreOneJob() {
    JobIndexes indexes = indexes(replicatedJob("a", "", null), replicatedJob("b", "", 2));

    assertThat(indexes.globalReplicas()).isEqualTo(3);
    assertThat(indexes.globalIndex("b", 0)).hasValue(1);
  }

  @Test
  void noReplicasAreNoJob() {
    JobIndexes indexes = indexes(replicatedJob("a", "", 0), replicatedJob("b", "", 2));

    assertThat(indexes.globalReplicas()).isEqualTo(2);
    assertThat(indexes.globalIndex("b", 0)).hasValue(0);
  }

  @Test
  void sumsMayExceedAnInt() {
    JobIndexes indexes =
        indexes(
            replicatedJob("a", "", Integer.MAX_VALUE), replicatedJob("b", "", Integer.MAX_VALUE));

    assertThat(indexes.globalReplicas()).isEqualTo(4294967294L);
    assertThat(indexes.globalIndex("b", 1)).hasValue(2147483648L);
  }

  @Test
  void specWithoutReplicatedJobsHasNoJobs() {
    assertThat(JobIndexes.of(null).globalReplicas()).isZero();
    assertThat(JobIndexes.of(new JobSetSpecBuilder().build()).globalReplicas()).isZero();
  }

  @Test
  void indexesOfManyReplicatedJobsAreConsecutive() {
    ReplicatedJob[] replicatedJobs =
        IntStream.range(0, 1000)
            .mapToObj(i -> replicatedJob("rj" + i, "g" + i % 2, 2))
            .toArray(ReplicatedJob[]::new);
    JobIndexes indexes = indexes(replicatedJobs);

    for (int i = 0; i < 1000; i++) {
      assertThat(indexes.globalIndex("rj" + i, 1)).hasValue(2L * i + 1);
      assertThat(indexes.groupIndex("rj" + i, "g" + i % 2, 0)).hasValue(i / 2 * 2L);
    }
  }

  private static JobIndexes indexes(ReplicatedJob... replicatedJobs) {
    return JobIndexes.of(new JobSetSpecBuilder().withReplicatedJobs(replicatedJobs).build());
  }

  private static ReplicatedJob replicatedJob(String name, String group, Integer replicas) {
    return new ReplicatedJobBuilder()
        .withName(name)
        .withGroupName(group)
        .withReplicas(replicas)
        .build();
  }
}
