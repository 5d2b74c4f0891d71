package io.x_k8s.jobset.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.x_k8s.jobset.operator.plan.ExclusivePod;
import io.x_k8s.jobset.operator.plan.ExclusivePod.SchedulingWait;
import io.x_k8s.jobset.operator.plan.InPlacePod;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodRecordsTest {
  private static final String RACK = "topology.example.com/rack";
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";
  private static final String CREATED = "2026-06-01T12:00:00Z";
  private static final String LOOKED_AT = "2026-06-01T12:00:05Z";

  @Test
  void aFollowerIsReadWithTheDomainThatItSelects() {
    Pod pod =
        pod("1").editSpec().addToNodeSelector(RACK, "r1").withNodeName("n1").endSpec().build();

    PodRecord record = PodRecords.of(pod);

    assertThat(record)
        .isEqualTo(
            new PodRecord(
                "ns",
                "js-w-0-1-abcde",
                "pod-uid",
                "12",
                "js",
                "job-uid",
                false,
                false,
                Optional.empty(),
                Optional.of(
                    new ExclusivePod(
                        RACK, "key", false, "n1", Optional.of("r1"), false, Optional.empty()))));
    assertThat(record.isLive()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0,true", "1,false", "10,false", "00,false", ",false"})
  void completionIndexZeroMakesTheLeader(String index, boolean leader) {
    Pod pod = pod(index).build();

    assertThat(placement(pod).leader()).isEqualTo(leader);
  }

  @Test
  void aLeaderWithoutANodeIsReadWithWhatTheSchedulerSays() {
    Pod pod =
        pod("0")
            .withNewStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("0/8 nodes are available")
            .withLastTransitionTime(LOOKED_AT)
            .endCondition()
            .endStatus()
            .build();

    assertThat(placement(pod).waiting())
        .contains(
            new SchedulingWait(
                "Unschedulable", "0/8 nodes are available", Instant.parse(LOOKED_AT)));
    assertThat(placement(pod).isScheduled()).isFalse();
  }

  @Test
  void aLeaderThatNoSchedulerHasLookedAtIsPendingSinceItExists() {
    assertThat(placement(pod("0").build()).waiting())
        .contains(new SchedulingWait("Pending", "", Instant.parse(CREATED)));
  }

  @Test
  void aLeaderWithANodeAndAFollowerWithoutOneDoNotWait() {
    Pod leader = pod("0").editSpec().withNodeName("n1").endSpec().build();

    assertThat(placement(leader).waiting()).isEmpty();
    assertThat(placement(leader).isScheduled()).isTrue();
    assertThat(placement(pod("1").build()).waiting()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Pending,,true",
    "Running,,true",
    "Unknown,,true",
    ",,true",
    "Succeeded,,false",
    "Failed,,false",
    "Running,2026-06-01T13:00:00Z,false"
  })
  void aPodIsLiveUntilItEndsOrIsDeleted(String phase, String deleted, boolean live) {
    Pod pod =
        pod("1")
            .editMetadata()
            .withDeletionTimestamp(deleted)
            .endMetadata()
            .withNewStatus()
            .withPhase(phase)
            .endStatus()
            .build();

    assertThat(PodRecords.of(pod).isLive()).isEqualTo(live);
  }

  @ParameterizedTest
  @CsvSource({"True,true", "False,false"})
  void onlyATrueConditionTellsOfADisruption(String status, boolean disrupted) {
    Pod pod =
        pod("1")
            .withNewStatus()
            .addNewCondition()
            .withType("DisruptionTarget")
            .withStatus(status)
            .endCondition()
            .endStatus()
            .build();

    assertThat(placement(pod).disrupted()).isEqualTo(disrupted);
  }

  @Test
  void aPodWithoutTheAnnotationTakesNoPart() {
    Pod pod = pod("0").editMetadata().withAnnotations(Map.of(INDEX, "0")).endMetadata().build();

    assertThat(PodRecords.of(pod).placement()).isEmpty();
  }

  @Test
  @Tag("controller:K-018")
  void aPodWhoseNodesWerePreparedTakesNoPart() {
    Pod pod =
        pod("0")
            .editMetadata()
            .addToAnnotations(JobSetAnnotations.NODE_SELECTOR, "")
            .endMetadata()
            .build();

    assertThat(PodRecords.of(pod).placement()).isEmpty();
  }

  @Test
  void anAgentsAttemptIsRead() {
    Pod pod =
        pod("1")
            .editMetadata()
            .addToAnnotations(JobSetAnnotations.IN_PLACE_RESTART_ATTEMPT, "3")
            .endMetadata()
            .build();

    assertThat(PodRecords.of(pod).inPlaceRestart())
        .contains(new InPlacePod(new InPlacePod.Attempt.Known(3), 0, InPlacePod.Phase.LIVE));
  }

  @Test
  @Tag("controller:I-002")
  void theLargestRestartCountOfAllContainersAndInitContainersIsRead() {
    assertThat(restarts(pod("1").withNewStatus().endStatus().build())).isZero();
    assertThat(
            restarts(
                pod("1")
                    .withNewStatus()
                    .addToContainerStatuses(restarted(1), restarted(4))
                    .addToInitContainerStatuses(restarted(2))
                    .endStatus()
                    .build()))
        .isEqualTo(4);
    assertThat(
            restarts(
                pod("1")
                    .withNewStatus()
                    .addToContainerStatuses(restarted(1))
                    .addToInitContainerStatuses(restarted(7))
                    .endStatus()
                    .build()))
        .isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"Pending,", "Running,", ",", "Succeeded,SUCCEEDED", "Failed,"})
  void aPodThatHasNothingToTellIsSilent(String phase, InPlacePod.Phase told) {
    Pod pod = pod("1").withNewStatus().withPhase(phase).endStatus().build();

    assertThat(PodRecords.of(pod).inPlaceRestart().map(InPlacePod::phase))
        .isEqualTo(Optional.ofNullable(told));
  }

  @Test
  void aPodThatIsBeingDeletedIsSilent() {
    Pod pod =
        pod("1")
            .editMetadata()
            .withDeletionTimestamp(CREATED)
            .addToAnnotations(JobSetAnnotations.IN_PLACE_RESTART_ATTEMPT, "3")
            .endMetadata()
            .build();

    assertThat(PodRecords.of(pod).inPlaceRestart()).isEmpty();
  }

  @Test
  void aPodWithoutLabelsAndOwnerIsReadAsSuch() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("x")
            .withUid("u")
            .addToAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, RACK)
            .endMetadata()
            .build();

    PodRecord record = PodRecords.of(pod);

    assertThat(record.jobSet()).isEmpty();
    assertThat(record.controllerUid()).isEmpty();
    assertThat(record.placement().orElseThrow())
        .isEqualTo(
            new ExclusivePod(RACK, "", false, "", Optional.empty(), false, Optional.empty()));
  }

  @Test
  void ofANodeItsLabelsAreKept() {
    assertThat(
            PodRecords.of(
                new NodeBuilder()
                    .withNewMetadata()
                    .withName("n1")
                    .withUid("u1")
                    .withResourceVersion("7")
                    .addToLabels(RACK, "r1")
                    .endMetadata()
                    .build()))
        .isEqualTo(new NodeRecord("n1", "u1", "7", Map.of(RACK, "r1")));
  }

  private static int restarts(Pod pod) {
    return PodRecords.of(pod).inPlaceRestart().map(InPlacePod::restarts).orElse(0);
  }

  private static ContainerStatus restarted(int times) {
    return new ContainerStatusBuilder().withRestartCount(times).build();
  }

  private static ExclusivePod placement(Pod pod) {
    return PodRecords.of(pod).placement().orElseThrow();
  }

  private static PodBuilder pod(String index) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("ns")
        .withName("js-w-0-" + index + "-abcde")
        .withUid("pod-uid")
        .withResourceVersion("12")
        .withCreationTimestamp(CREATED)
        .addToLabels(JobSetLabels.JOBSET_NAME, "js")
        .addToLabels(JobSetLabels.JOB_KEY, "key")
        .addToAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, RACK)
        .addToAnnotations(INDEX, index)
        .addNewOwnerReference()
        .withUid("other-uid")
        .withController(false)
        .endOwnerReference()
        .addNewOwnerReference()
        .withUid("job-uid")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .endSpec();
  }
}
