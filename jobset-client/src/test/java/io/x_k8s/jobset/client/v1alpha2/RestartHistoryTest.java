package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.fake.FakeApiServer;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartHistoryTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-03-01T12:20:00Z");
  private static final String MESSAGE =
      "applying RestartJobSet failure policy action (first failed job: training-workers-3)";

  @Test
  void isEmptyWithoutRestarts() {
    assertThat(history(jobSet(), List.of(), List.of()))
        .isEqualTo(new RestartHistory(0, 0, Map.of(), Optional.empty(), List.of()));
  }

  @Test
  void takesTheCountersOfTheStatus() {
    var jobSet =
        jobSet()
            .edit()
            .withNewStatus()
            .withRestarts(5)
            .withRestartsCountTowardsMax(3)
            .addNewReplicatedJobsStatus()
            .withName("workers")
            .withJobRestarts(0, 2, 0, 1)
            .endReplicatedJobsStatus()
            .endStatus()
            .build();

    assertThat(history(jobSet, List.of(), List.of()))
        .isEqualTo(
            new RestartHistory(
                5,
                3,
                Map.of("training-workers-1", 2, "training-workers-3", 1),
                Optional.empty(),
                List.of()));
  }

  @Test
  void tellsARestartOnceThoughTwoEventsTellOfIt() {
    var events =
        List.of(
            event("FailurePolicy_hostMaintenance", MESSAGE, NOON, NOON, 1),
            event("RestartJobSetFailurePolicyAction", MESSAGE, NOON, NOON, 1));

    assertThat(history(jobSet(), events, List.of()).known())
        .containsExactly(
            new Restart(
                NOON,
                NOON,
                1,
                FailurePolicyAction.RESTART_JOB_SET,
                Optional.of("hostMaintenance"),
                Optional.of("training-workers-3"),
                MESSAGE));
  }

  @Test
  void takesTheRuleThatWasToldAtTheSameTime() {
    var events =
        List.of(
            event("FailurePolicy_hostMaintenance", MESSAGE, LATER, LATER, 1),
            event("DefaultFailurePolicy", MESSAGE, NOON, NOON, 1),
            event("RestartJobSetFailurePolicyAction", MESSAGE, NOON, NOON, 1));

    assertThat(history(jobSet(), events, List.of()).known())
        .singleElement()
        .satisfies(restart -> assertThat(restart.rule()).isEmpty());
  }

  @Test
  void keepsFoldedEventsTogetherAndTheOldestFirst() {
    var other = MESSAGE.replace("workers-3", "workers-1");
    var events =
        List.of(
            event("RestartJobSetFailurePolicyAction", MESSAGE, NOON, LATER, 4),
            event("RestartJobSetFailurePolicyAction", other, NOON, NOON, 1));

    assertThat(history(jobSet(), events, List.of()).known())
        .extracting(Restart::firstFailedJob, Restart::first, Restart::last, Restart::times)
        .containsExactly(
            tuple(Optional.of("training-workers-1"), NOON, NOON, 1),
            tuple(Optional.of("training-workers-3"), NOON, LATER, 4));
  }

  @Test
  void readsEventsOfEitherApi() {
    var event =
        new EventBuilder()
            .withReason("RestartJobFailurePolicyAction")
            .withMessage("applying RestartJob failure policy action")
            .withFirstTimestamp(NOON.toString())
            .withLastTimestamp(LATER.toString())
            .withCount(2)
            .build();

    assertThat(history(jobSet(), List.of(event), List.of()).known())
        .containsExactly(
            new Restart(
                NOON,
                LATER,
                2,
                FailurePolicyAction.RESTART_JOB,
                Optional.empty(),
                Optional.empty(),
                "applying RestartJob failure policy action"));
  }

  @Test
  void ignoresOtherEvents() {
    var events =
        List.of(
            event("AllJobsCompleted", "jobset completed successfully", NOON, NOON, 1),
            event("FailJobSetFailurePolicyAction", "no restart", NOON, NOON, 1));

    assertThat(history(jobSet(), events, List.of()).known()).isEmpty();
  }

  @Test
  void takesTheRestartUnderWayFromTheConditionWhereItsEventIsGone() {
    var jobSet =
        jobSet()
            .edit()
            .withNewStatus()
            .addNewCondition()
            .withType(JobSetConditions.RESTARTING_JOB_SET)
            .withStatus("True")
            .withReason("FailurePolicy_hostMaintenance")
            .withMessage(MESSAGE)
            .withLastTransitionTime(NOON.toString())
            .endCondition()
            .endStatus()
            .build();
    var expected =
        new Restart(
            NOON,
            NOON,
            1,
            FailurePolicyAction.RESTART_JOB_SET,
            Optional.of("hostMaintenance"),
            Optional.of("training-workers-3"),
            MESSAGE);
    var told =
        List.of(
            event("FailurePolicy_hostMaintenance", MESSAGE, NOON, NOON, 1),
            event("RestartJobSetFailurePolicyAction", MESSAGE, NOON, NOON, 1));

    assertThat(history(jobSet, List.of(), List.of()).known()).containsExactly(expected);
    assertThat(history(jobSet, told, List.of()).known()).containsExactly(expected);
  }

  @Test
  void theAttemptBeganWithItsFirstJob() {
    var jobSet = jobSet().edit().withNewStatus().withRestarts(1).endStatus().build();
    var jobs =
        List.of(
            job("0", "2026-03-01T11:00:00Z", "uid"),
            job("1", LATER.toString(), "uid"),
            job("1", NOON.toString(), "uid"),
            job("1", "2026-03-01T10:00:00Z", "another"));

    assertThat(history(jobSet, List.of(), jobs).attemptStarted()).contains(NOON);
  }

  @Test
  void isReadFromTheCluster() throws IOException {
    try (var server = new FakeApiServer();
        var kubernetes = new KubernetesClientBuilder().withConfig(server.clientConfig()).build()) {
      server.store(jobSet());
      server.store(event("RestartJobSetFailurePolicyAction", MESSAGE, NOON, NOON, 1));
      server.store(job("0", NOON.toString(), "uid"));

      var history =
          kubernetes
              .adapt(JobSetClient.class)
              .v1alpha2()
              .jobSets()
              .inNamespace("ml")
              .withName("training")
              .restartHistory();

      assertThat(history.known()).extracting(Restart::message).containsExactly(MESSAGE);
      assertThat(history.attemptStarted()).contains(NOON);
    }
  }

  private static RestartHistory history(JobSet jobSet, List<Event> events, List<Job> jobs) {
    return new RestartRecords(new JobSetView(jobSet), events, jobs).history();
  }

  private static Event event(
      String reason, String message, Instant first, Instant last, int count) {
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withName("training.1")
            .endMetadata()
            .withNewInvolvedObject()
            .withUid("uid")
            .endInvolvedObject()
            .withReason(reason)
            .withMessage(message)
            .withEventTime(new MicroTime(first.toString()));
    return count == 1
        ? event.build()
        : event
            .withNewSeries()
            .withCount(count)
            .withLastObservedTime(new MicroTime(last.toString()))
            .endSeries()
            .build();
  }

  private static Job job(String attempt, String created, String owner) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("training-workers-0")
        .withCreationTimestamp(created)
        .addToLabels(JobSetLabels.JOBSET_NAME, "training")
        .addToLabels(JobSetLabels.RESTART_ATTEMPT, attempt)
        .addNewOwnerReference()
        .withUid(owner)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static JobSet jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("ml")
        .withName("training")
        .withUid("uid")
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("workers")
        .withReplicas(4)
        .endReplicatedJob()
        .endSpec()
        .build();
  }
}
