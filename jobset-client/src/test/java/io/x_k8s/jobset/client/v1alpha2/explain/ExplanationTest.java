package io.x_k8s.jobset.client.v1alpha2.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.x_k8s.jobset.client.kueue.Admission;
import io.x_k8s.jobset.client.kueue.Kueue;
import io.x_k8s.jobset.client.kueue.KueueWorkload;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {

  private static final String NO_NODE = "0/3 nodes are available: 3 Insufficient cpu.";

  @Test
  void nothingStandsInTheWayOfWhatRuns() {
    var explanation =
        allJobs()
            .pod("training-leader-0", 0, running())
            .pod("training-leader-0", 1, running())
            .explanation();

    assertThat(explanation.reasons()).isEmpty();
    assertThat(explanation.text()).isEmpty();
  }

  @Test
  void itHasCompleted() {
    assertThat(new Situation().jobSet(ended(JobSetConditions.COMPLETED)).reasons())
        .containsExactly(new Reason.Completed());
  }

  @Test
  void itHasFailed() {
    var explanation = new Situation().jobSet(ended(JobSetConditions.FAILED)).explanation();

    assertThat(explanation.reasons()).containsExactly(new Reason.Failed("Why", "because"));
    assertThat(explanation.text()).isEqualTo("It has failed (Why): because.");
  }

  @Test
  void itIsBeingDeletedAndNothingElseMatters() {
    var since = Situation.ago(Duration.ofMinutes(1));
    var reasons =
        new Situation()
            .jobSet(
                js ->
                    js.editMetadata()
                        .withDeletionTimestamp(since)
                        .withFinalizers("foregroundDeletion")
                        .endMetadata())
            .reasons();

    assertThat(reasons)
        .containsExactly(new Reason.BeingDeleted(since, List.of("foregroundDeletion")));
  }

  @Test
  void itIsGivenToAnotherController() {
    var explanation =
        new Situation()
            .jobSet(js -> js.editSpec().withManagedBy("acme.io/other").endSpec())
            .explanation();

    assertThat(explanation.reasons()).containsExactly(new Reason.ManagedElsewhere("acme.io/other"));
    assertThat(explanation.text()).contains("spec.managedBy gives it to acme.io/other");
  }

  @Test
  void noControllerTakesNoticeOfIt() {
    assertThat(new Situation().jobSet(js -> js.withStatus(null)).reasons())
        .containsExactly(new Reason.NoController());
  }

  @Test
  void aNewOneIsGivenSomeTime() {
    var reasons =
        new Situation()
            .jobSet(
                js ->
                    js.withStatus(null)
                        .editMetadata()
                        .withCreationTimestamp(Situation.ago(Duration.ofSeconds(5)))
                        .endMetadata())
            .reasons();

    assertThat(reasons).isEmpty();
  }

  @Test
  void itIsSuspendedBySomebody() {
    assertThat(new Situation().jobSet(suspended()).reasons())
        .containsExactly(new Reason.Suspended());
  }

  @Test
  void itIsSuspendedByKueueWhichSaysWhy() {
    var explanation =
        queued()
            .workload(
                workload(
                    true,
                    condition("QuotaReserved", "False", "insufficient quota for cpu in flavor a")))
            .explanation();

    assertThat(explanation.reasons())
        .containsExactly(
            new Reason.WaitingInQueue(
                "team-a",
                "jobset-training-1",
                Admission.PENDING,
                "insufficient quota for cpu in flavor a"));
    assertThat(explanation.text())
        .isEqualTo("It waits in queue team-a; Kueue says: insufficient quota for cpu in flavor a.");
  }

  @Test
  void kueueHasStoppedIt() {
    var explanation =
        queued()
            .workload(
                workload(
                    true,
                    condition("Evicted", "True", "Preempted to accommodate another workload"),
                    condition("QuotaReserved", "False", "couldn't assign flavors")))
            .explanation();

    assertThat(explanation.text())
        .isEqualTo(
            "Kueue has stopped it, and it waits in queue team-a again; Kueue says: Preempted to accommodate another workload; couldn't assign flavors.");
  }

  @Test
  void itsWorkloadIsInactive() {
    assertThat(queued().workload(workload(false)).explanation().text())
        .isEqualTo(
            "Its Workload jobset-training-1 is inactive (spec.active is false), so queue team-a does not consider it.");
  }

  @Test
  void kueueDoesNotKnowIt() {
    assertThat(queued().reasons()).containsExactly(new Reason.UnknownToKueue("team-a"));
  }

  @Test
  void aReplicatedJobWaitsForAnother() {
    var explanation =
        new Situation()
            .jobSet(
                js ->
                    js.editSpec()
                        .editLastReplicatedJob()
                        .addNewDependsOn()
                        .withName("leader")
                        .withStatus(DependsOnStatus.COMPLETE)
                        .endDependsOn()
                        .endReplicatedJob()
                        .endSpec())
            .jobs("leader")
            .pod("training-leader-0", 0, running())
            .pod("training-leader-0", 1, running())
            .explanation();

    assertThat(explanation.reasons())
        .containsExactly(
            new Reason.WaitingForDependency("workers", "leader", DependsOnStatus.COMPLETE, 0, 1));
    assertThat(explanation.text())
        .isEqualTo("ReplicatedJob workers waits for leader to be Complete: 0 of 1 Jobs are.");
  }

  @Test
  void aReplicatedJobWaitsForItsTurn() {
    var reasons =
        new Situation()
            .jobSet(
                js ->
                    js.editSpec()
                        .withNewStartupPolicy()
                        .withStartupPolicyOrder("InOrder")
                        .endStartupPolicy()
                        .endSpec())
            .jobs("leader")
            .pod("training-leader-0", 0, running())
            .pod("training-leader-0", 1, running())
            .reasons();

    assertThat(reasons).containsExactly(new Reason.WaitingForTurn("workers", "leader"));
  }

  @Test
  void theControllerCannotCreateItsJobs() {
    var explanation =
        new Situation()
            .jobs("leader")
            .event(
                "uid-of-training", "JobCreationFailed", "an older trouble", Duration.ofMinutes(9))
            .event(
                "uid-of-training",
                "JobCreationFailed",
                "job \"training-workers-0\" creation failed with error: no",
                Duration.ofMinutes(1))
            .explanation();

    assertThat(explanation.of(Reason.ControllerStuck.class))
        .containsExactly(
            new Reason.ControllerStuck(
                "JobCreationFailed", "job \"training-workers-0\" creation failed with error: no"));
  }

  @Test
  void troubleIsForgottenOnceAllJobsAreThere() {
    var reasons =
        allJobs()
            .event("uid-of-training", "JobCreationFailed", "old", Duration.ofMinutes(9))
            .reasons();

    assertThat(reasons).isEmpty();
  }

  @Test
  void aQuotaIsUsedUp() {
    var refused =
        "Error creating: pods \"training-workers-%d-0-x\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2";
    var explanation =
        allJobs()
            .event(
                "uid-of-training-workers-0",
                "FailedCreate",
                refused.formatted(0),
                Duration.ofMinutes(1))
            .event(
                "uid-of-training-workers-1",
                "FailedCreate",
                refused.formatted(1),
                Duration.ofMinutes(1))
            .explanation();

    assertThat(explanation.reasons())
        .containsExactly(
            new Reason.QuotaExceeded(
                List.of("training-workers-0", "training-workers-1"),
                "exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2"));
    assertThat(explanation.text())
        .startsWith(
            "Jobs training-workers-0, training-workers-1 cannot get Pods, a resource quota is used up: exceeded quota: small,");
  }

  @Test
  void aWebhookRefusesThePods() {
    var reasons =
        allJobs()
            .event(
                "uid-of-training-workers-0",
                "FailedCreate",
                "Error creating: admission webhook \"policy.example.com\" denied the request: no root, please",
                Duration.ofMinutes(1))
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.RefusedByWebhook(
                List.of("training-workers-0"), "policy.example.com", "no root, please"));
  }

  @Test
  void podsCannotBeCreatedForAnotherReason() {
    var reasons =
        allJobs()
            .event(
                "uid-of-training-workers-0",
                "FailedCreate",
                "Error creating: serviceaccount \"trainer\" not found",
                Duration.ofMinutes(1))
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.PodsNotCreated(
                List.of("training-workers-0"),
                "Error creating: serviceaccount \"trainer\" not found"));
  }

  @Test
  void refusalsAreForgottenOnceThePodsAreThere() {
    var reasons =
        allJobs()
            .job("training-workers-0", job -> job.withNewStatus().withActive(2).endStatus())
            .event("uid-of-training-workers-0", "FailedCreate", "old", Duration.ofMinutes(1))
            .reasons();

    assertThat(reasons).isEmpty();
  }

  @Test
  void followersWaitForTheirLeader() {
    var situation =
        exclusive()
            .pod("training-workers-0", 0, unschedulable())
            .event(
                "uid-of-training-workers-0",
                "FailedCreate",
                "Error creating: admission webhook \"vpod.kb.io\" denied the request: leader pod not yet scheduled",
                Duration.ofMinutes(1));

    assertThat(situation.reasons())
        .containsExactly(
            new Reason.LeaderNotPlaced(
                "training-workers-0", "rack", Optional.of("training-workers-0-0-abcde"), NO_NODE));
    assertThat(situation.explanation().text())
        .contains("wait for its leader", "training-workers-0-0-abcde has no node yet", NO_NODE);
  }

  @Test
  void theLeaderItselfCannotBeCreated() {
    var reasons =
        exclusive()
            .event("uid-of-training-workers-0", "FailedCreate", "no", Duration.ofMinutes(1))
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.LeaderNotPlaced("training-workers-0", "rack", Optional.empty(), "no"));
  }

  @Test
  void podsCannotBeScheduledAndAreToldTogether() {
    var explanation =
        allJobs()
            .pod("training-leader-0", 0, running())
            .pod("training-leader-0", 1, unschedulable())
            .pod("training-workers-0", 0, unschedulable())
            .pod("training-workers-0", 1, unschedulable())
            .pod("training-workers-1", 0, unschedulable())
            .explanation();

    assertThat(explanation.of(Reason.Unschedulable.class))
        .containsExactly(
            new Reason.Unschedulable(
                List.of(
                    "training-leader-0-1-abcde",
                    "training-workers-0-0-abcde",
                    "training-workers-0-1-abcde",
                    "training-workers-1-0-abcde"),
                NO_NODE));
    assertThat(explanation.text())
        .isEqualTo(
            "Pods training-leader-0-1-abcde, training-workers-0-0-abcde, training-workers-0-1-abcde and 1 more cannot be scheduled: "
                + NO_NODE);
  }

  @Test
  void noSchedulerLooksAtThePods() {
    var explanation = allJobs().pod("training-leader-0", 0, pod -> pod).explanation();

    assertThat(explanation.text())
        .isEqualTo("No scheduler has looked at Pod training-leader-0-0-abcde.");
  }

  @Test
  void podsAreHeldBackByGates() {
    var reasons =
        allJobs()
            .pod(
                "training-leader-0",
                0,
                pod ->
                    pod.editSpec()
                        .addToSchedulingGates(new PodSchedulingGate("kueue.x-k8s.io/topology"))
                        .endSpec())
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.Gated(
                List.of("training-leader-0-0-abcde"), List.of("kueue.x-k8s.io/topology")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ErrImagePull", "ImagePullBackOff"})
  void anImageCannotBePulled(String reason) {
    var reasons = allJobs().pod("training-leader-0", 0, waiting(reason, "unauthorized")).reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.ImageNotPulled(
                List.of("training-leader-0-0-abcde"),
                "main",
                "registry.example/train:1",
                "unauthorized"));
  }

  @Test
  void aContainerCannotBeStarted() {
    var reasons =
        allJobs()
            .pod(
                "training-leader-0",
                0,
                waiting("CreateContainerConfigError", "configmap \"hyper\" not found"))
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.ContainerNotStarted(
                List.of("training-leader-0-0-abcde"),
                "main",
                "CreateContainerConfigError",
                "configmap \"hyper\" not found"));
  }

  @Test
  void containersCrashAgainAndAgain() {
    var explanation =
        allJobs()
            .pod("training-workers-0", 0, crashing(3))
            .pod("training-workers-0", 1, crashing(5))
            .explanation();

    assertThat(explanation.reasons())
        .containsExactly(
            new Reason.ContainerCrashed(
                List.of("training-workers-0-0-abcde", "training-workers-0-1-abcde"),
                "main",
                137,
                "OOMKilled",
                5,
                ""));
    assertThat(explanation.text())
        .isEqualTo(
            "Container main in Pods training-workers-0-0-abcde, training-workers-0-1-abcde ended with exit code 137 (OOMKilled) and was restarted 5 times.");
  }

  @Test
  void aPodFailed() {
    var reasons =
        allJobs()
            .pod(
                "training-leader-0",
                0,
                onNode()
                        .andThen(
                            pod ->
                                pod.editStatus()
                                    .withPhase("Failed")
                                    .addToContainerStatuses(
                                        new ContainerStatusBuilder()
                                            .withName("main")
                                            .withNewState()
                                            .withNewTerminated()
                                            .withExitCode(3)
                                            .withReason("Error")
                                            .withMessage("no data")
                                            .endTerminated()
                                            .endState()
                                            .build())
                                    .endStatus())
                    ::apply)
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.ContainerCrashed(
                List.of("training-leader-0-0-abcde"), "main", 3, "Error", 0, "no data"));
  }

  @Test
  void aPodWasEvicted() {
    var reasons =
        allJobs()
            .pod(
                "training-leader-0",
                0,
                pod ->
                    pod.editStatus()
                        .withPhase("Failed")
                        .withReason("Evicted")
                        .withMessage("The node was low on resource: memory.")
                        .endStatus())
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.PodsFailed(
                List.of("training-leader-0-0-abcde"),
                "Evicted",
                "The node was low on resource: memory."));
  }

  @Test
  void aVolumeIsMissing() {
    var reasons =
        allJobs()
            .pod("training-leader-0", 0, waiting("ContainerCreating", null))
            .event(
                "uid-of-training-leader-0-0",
                "FailedMount",
                "secret \"keys\" not found",
                Duration.ofMinutes(1))
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.HeldUp(
                List.of("training-leader-0-0-abcde"), "FailedMount", "secret \"keys\" not found"));
  }

  @Test
  void podsRunButAreNotReady() {
    var reasons =
        allJobs()
            .pod(
                "training-leader-0",
                0,
                onNode()
                        .andThen(
                            pod ->
                                pod.editStatus()
                                    .withPhase("Running")
                                    .addNewCondition()
                                    .withType("Ready")
                                    .withStatus("False")
                                    .withMessage("containers with unready status: [main]")
                                    .endCondition()
                                    .endStatus())
                    ::apply)
            .reasons();

    assertThat(reasons)
        .containsExactly(
            new Reason.NotReady(
                List.of("training-leader-0-0-abcde"), "containers with unready status: [main]"));
  }

  @Test
  void podsOfTheAttemptBeforeDoNotGo() {
    var situation =
        new Situation()
            .jobs("leader")
            .pod(
                "training-leader-0",
                0,
                onNode()
                        .andThen(
                            pod ->
                                pod.editMetadata()
                                    .withDeletionTimestamp(Situation.ago(Duration.ofMinutes(2)))
                                    .endMetadata())
                    ::apply)
            .jobSet(js -> js.editStatus().withRestarts(1).endStatus());

    assertThat(situation.reasons())
        .containsExactly(
            new Reason.StuckTerminating(List.of("training-leader-0-0-abcde"), List.of("node-1")));
    assertThat(situation.explanation().text()).endsWith("look at node node-1.");
  }

  @Test
  void podsOfAnotherJobSetOfTheSameNameDoNotCount() {
    var reasons =
        allJobs()
            .pod("training-leader-0", 0, unschedulable())
            .job(
                "training-leader-0",
                job ->
                    job.editMetadata()
                        .editFirstOwnerReference()
                        .withUid("uid-of-another")
                        .endOwnerReference()
                        .endMetadata())
            .reasons();

    assertThat(reasons).isEmpty();
  }

  @Test
  void whatCannotBeReadIsSaid() {
    var explanation =
        allJobs().explanation(new Reason.NotVisible("events", "Not allowed to list events"));

    assertThat(explanation.text())
        .isEqualTo("There may be more to it: events cannot be read. Not allowed to list events.");
  }

  private static Situation allJobs() {
    return new Situation().jobs("leader").jobs("workers");
  }

  private static Situation exclusive() {
    return new Situation()
        .jobSet(
            js ->
                js.editSpec()
                    .editLastReplicatedJob()
                    .withReplicas(1)
                    .editTemplate()
                    .withNewMetadata()
                    .addToAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, "rack")
                    .endMetadata()
                    .endTemplate()
                    .endReplicatedJob()
                    .endSpec())
        .jobs("leader")
        .jobs("workers");
  }

  private static Situation queued() {
    return new Situation()
        .jobSet(js -> Kueue.queue(js, "team-a").editSpec().withSuspend(true).endSpec());
  }

  private static UnaryOperator<JobSetBuilder> suspended() {
    return js -> js.editSpec().withSuspend(true).endSpec();
  }

  private static UnaryOperator<JobSetBuilder> ended(String type) {
    return js ->
        js.editStatus()
            .addNewCondition()
            .withType(type)
            .withStatus("True")
            .withReason("Why")
            .withMessage("because")
            .endCondition()
            .endStatus();
  }

  private static KueueWorkload workload(boolean active, Condition... conditions) {
    return new KueueWorkload(
        "jobset-training-1",
        Optional.of("team-a"),
        Optional.empty(),
        active,
        List.of(),
        List.of(conditions));
  }

  private static Condition condition(String type, String status, String message) {
    return new ConditionBuilder().withType(type).withStatus(status).withMessage(message).build();
  }

  private static UnaryOperator<PodBuilder> onNode() {
    return pod -> pod.editSpec().withNodeName("node-1").endSpec();
  }

  private static UnaryOperator<PodBuilder> running() {
    return pod ->
        onNode()
            .apply(pod)
            .editStatus()
            .withPhase("Running")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .endStatus();
  }

  private static UnaryOperator<PodBuilder> unschedulable() {
    return pod ->
        pod.editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage(NO_NODE)
            .endCondition()
            .endStatus();
  }

  private static UnaryOperator<PodBuilder> waiting(String reason, String message) {
    return pod ->
        onNode()
            .apply(pod)
            .editStatus()
            .addToContainerStatuses(
                new ContainerStatusBuilder()
                    .withName("main")
                    .withImage("registry.example/train:1")
                    .withNewState()
                    .withNewWaiting(message, reason)
                    .endState()
                    .build())
            .endStatus();
  }

  private static UnaryOperator<PodBuilder> crashing(int restarts) {
    return pod ->
        onNode()
            .apply(pod)
            .editStatus()
            .withPhase("Running")
            .addToContainerStatuses(
                new ContainerStatusBuilder()
                    .withName("main")
                    .withRestartCount(restarts)
                    .withNewState()
                    .withNewWaiting("back-off 5m0s restarting failed container", "CrashLoopBackOff")
                    .endState()
                    .withNewLastState()
                    .withNewTerminated()
                    .withExitCode(137)
                    .withReason("OOMKilled")
                    .endTerminated()
                    .endLastState()
                    .build())
            .endStatus();
  }
}
