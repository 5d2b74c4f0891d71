package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Scenes of every kind that a schema without admission webhooks lets in, and some that only hands
 * could have made. The same seed gives the same scene.
 */
final class RandomScenes {
  private static final List<String> NAMES = List.of("a", "b", "c");

  private final Random random;

  /** Draws of its own, so that scenes with Pods are the known scenes otherwise. */
  private final Random inPlace;

  private RandomScenes(long seed) {
    this.random = new Random(seed);
    this.inPlace = new Random(~seed);
  }

  static Scene of(long seed) {
    return new RandomScenes(seed).scene();
  }

  private Scene scene() {
    JobSetBuilder jobSet =
        new JobSetBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withName(JobSets.NAME)
            .withUid(JobSets.UID)
            .withResourceVersion("1")
            .withDeletionTimestamp(oneIn(40) ? "2026-06-01T11:00:00Z" : null)
            .endMetadata()
            .withSpec(oneIn(30) ? null : spec())
            .withStatus(oneIn(4) ? null : status());
    Scene scene = Scene.of(jobSet);
    for (FeatureGate gate : List.of(FeatureGate.RESTART_JOB, FeatureGate.ELASTIC_JOB_SET)) {
      if (oneIn(2)) {
        scene.gate(gate);
      }
    }
    if (inPlace.nextBoolean()) {
      scene.gate(FeatureGate.IN_PLACE_RESTART);
    }
    if (oneIn(3)) {
      scene.withoutService();
    } else if (oneIn(3)) {
      scene.withService(Scene.service("other", ""));
    }
    if (oneIn(2)) {
      scene.withClaim("data-" + JobSets.NAME);
    }
    for (String replicatedJob : NAMES) {
      for (int index = 0; index < 4; index++) {
        if (oneIn(2)) {
          Jobs job = job(replicatedJob, index);
          scene.with(job);
          for (int pods = inPlace.nextInt(3); pods > 0; pods--) {
            scene.with(pod(job, pods));
          }
          if (oneIn(10)) {
            scene.refusingToResume(job.build().uid());
          }
        }
      }
    }
    return scene;
  }

  private InPlacePods pod(Jobs job, int number) {
    InPlacePods pod = InPlacePods.pod(job, number);
    if (inPlace.nextInt(4) > 0) {
      pod.says(List.of("0", "1", "1", "2", "-1", "x").get(inPlace.nextInt(6)));
    }
    if (inPlace.nextInt(3) == 0) {
      pod.restarted(inPlace.nextInt(4));
    }
    switch (inPlace.nextInt(16)) {
      case 0, 1 -> pod.deleting();
      case 2, 3 -> pod.succeeded();
      case 4 -> pod.failed();
      case 5 -> pod.ofOwner("");
      default -> {}
    }
    return pod;
  }

  private JobSetSpec spec() {
    JobSetSpecBuilder spec = new JobSetSpecBuilder();
    if (!oneIn(20)) {
      spec.withReplicatedJobs(replicatedJobs());
    }
    if (oneIn(2)) {
      spec.withNewNetwork()
          .withEnableDNSHostnames(pick(null, true, false))
          .withSubdomain(pick(null, "", "sub"))
          .withPublishNotReadyAddresses(pick(null, true, false))
          .endNetwork();
    }
    if (oneIn(2)) {
      spec.withNewSuccessPolicy()
          .withOperator(pick(null, "All", "Any", "Most"))
          .withTargetReplicatedJobs(names())
          .endSuccessPolicy();
    }
    if (oneIn(2)) {
      spec.withNewStartupPolicy()
          .withStartupPolicyOrder(pick(null, "AnyOrder", "InOrder", "InOrder"))
          .endStartupPolicy();
    }
    if (!oneIn(3)) {
      spec.withNewFailurePolicy()
          .withMaxRestarts(pick(null, 0, 1, 3, -1))
          .withRestartStrategy(pick(null, "Recreate", "BlockingRecreate", "InPlaceRestart"))
          .withRules(rules())
          .endFailurePolicy();
    }
    if (oneIn(4)) {
      spec.addNewVolumeClaimPolicy()
          .addNewTemplate()
          .withNewMetadata()
          .withName("data")
          .endMetadata()
          .endTemplate()
          .endVolumeClaimPolicy()
          .addNewVolumeClaimPolicy()
          .endVolumeClaimPolicy();
    }
    if (oneIn(5)) {
      spec.withNewCoordinator().withReplicatedJob(pick("a", "z")).endCoordinator();
    }
    return spec.withSuspend(pick(null, false, true))
        .withTtlSecondsAfterFinished(pick(null, null, 0, 60))
        .withManagedBy(
            pick(null, null, null, "jobset.sigs.k8s.io/jobset-controller", "x.io/other", ""))
        .build();
  }

  private List<ReplicatedJob> replicatedJobs() {
    List<ReplicatedJob> result = new ArrayList<>();
    for (String name : NAMES.subList(0, random.nextInt(NAMES.size() + 1))) {
      ReplicatedJobBuilder replicatedJob =
          oneIn(2)
              ? new ReplicatedJobBuilder(JobSets.replicatedJob(name, 1))
              : new ReplicatedJobBuilder()
                  .withName(name)
                  .withTemplate(pick(null, new JobTemplateSpec()));
      replicatedJob.withReplicas(pick(null, 0, 1, 2, 3, -1)).withGroupName(pick(null, "", "g"));
      if (oneIn(4)) {
        replicatedJob
            .addNewDependsOn()
            .withName(pick("a", "b", "z", null))
            .withStatus(pick("Ready", "Complete", null))
            .endDependsOn();
      }
      result.add(replicatedJob.build());
    }
    return result;
  }

  private List<FailurePolicyRule> rules() {
    List<FailurePolicyRule> rules = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      rules.add(
          JobSets.ruleOf(
                  "Rule" + i,
                  pick(
                      null,
                      "FailJobSet",
                      "RestartJobSet",
                      "RestartJobSetAndIgnoreMaxRestarts",
                      "RestartJob",
                      "RestartJobAndIgnoreMaxRestarts",
                      "Nonsense"))
              .withOnJobFailureReasons(pick(null, List.of(), List.of("R1")))
              .withOnJobFailureMessagePatterns(
                  pick(null, List.of("(?!invalid"), List.of("mess.ge"), List.of("\\1", "x")))
              .withTargetReplicatedJobs(names())
              .build());
    }
    return oneIn(4) ? null : rules;
  }

  private JobSetStatus status() {
    JobSetStatus status = new JobSetStatus();
    status.setRestarts(random.nextInt(3));
    status.setRestartsCountTowardsMax(random.nextInt(status.getRestarts() + 1));
    if (oneIn(3)) {
      status.setReplicatedJobsStatus(storedCounts());
    }
    if (inPlace.nextBoolean()) {
      int current = inPlace.nextInt(3);
      status.setCurrentInPlaceRestartAttempt(current);
      status.setPreviousInPlaceRestartAttempt(
          inPlace.nextInt(3) == 0 ? null : inPlace.nextInt(current + 1));
    }
    List<Condition> conditions = new ArrayList<>();
    for (String type :
        List.of(
            "Suspended",
            "RestartingJobSet",
            "StartupPolicyInProgress",
            "StartupPolicyCompleted",
            "SomebodyElses")) {
      if (oneIn(3)) {
        conditions.add(JobSets.condition(type, pick("True", "False"), "Stored", "stored before"));
      }
    }
    if (oneIn(8)) {
      conditions.add(JobSets.isTrue(pick("Completed", "Failed")));
      if (oneIn(5)) {
        conditions.getLast().setLastTransitionTime(null);
      }
    }
    if (oneIn(2)) {
      Collections.shuffle(conditions, random);
    }
    status.setConditions(oneIn(5) && conditions.isEmpty() ? null : conditions);
    return status;
  }

  private List<ReplicatedJobStatus> storedCounts() {
    List<ReplicatedJobStatus> result = new ArrayList<>();
    for (String name : List.of("b", "a", "gone")) {
      if (oneIn(2)) {
        ReplicatedJobStatus counts =
            JobSets.restarts(
                name,
                pick(null, List.of(), List.of(1), List.of(0, 2, 1)),
                pick(null, List.of(), List.of(1)));
        counts.setReady(random.nextInt(3));
        counts.setActive(random.nextInt(3));
        result.add(counts);
      }
    }
    return result;
  }

  private Jobs job(String replicatedJob, int index) {
    Jobs job = Jobs.job(replicatedJob, index).attempt(random.nextInt(4));
    if (oneIn(12)) {
      job.attemptUnreadable();
    }
    if (oneIn(12)) {
      job.withoutReplicatedJob();
    }
    if (oneIn(12)) {
      job.indexed(pick(OptionalInt.empty(), OptionalInt.of(99), OptionalInt.of(-1)));
    }
    if (oneIn(2)) {
      job.jobAttempt(random.nextInt(3));
    } else if (oneIn(6)) {
      job.jobAttemptUnreadable();
    }
    switch (random.nextInt(6)) {
      case 0 ->
          job.failed(
              pick("R1", "R2", ""),
              pick("a message", ""),
              Scene.NOW.minusSeconds(random.nextInt(3)));
      case 1 -> job.succeededFinally();
      case 2 -> job.ready();
      case 3 -> job.pods(random.nextInt(3), random.nextInt(3), random.nextInt(3));
      default -> job.size(random.nextInt(4), pick(null, 0, 1, 3));
    }
    if (oneIn(3)) {
      job.suspended();
    }
    if (oneIn(3)) {
      job.reportedSuspended();
    }
    if (oneIn(3)) {
      job.started();
    }
    if (oneIn(5)) {
      job.deleting();
    }
    return job;
  }

  private List<String> names() {
    return pick(null, List.of(), List.of("a"), List.of("b", "z"));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}
