package io.x_k8s.jobset.testing;

import static io.x_k8s.jobset.testing.JobSetAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.x_k8s.jobset.v1alpha2.DependsOnBuilder;
import io.x_k8s.jobset.v1alpha2.DependsOnStatus;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.FailurePolicyBuilder;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRuleBuilder;
import io.x_k8s.jobset.v1alpha2.JobFailureReason;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.StartupPolicyOrder;
import io.x_k8s.jobset.v1alpha2.SuccessPolicyOperator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@EnableKubernetesMockClient(crud = true)
class FakeJobSetOperatorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  KubernetesClient kubernetes;
  private FakeJobSetOperator operator;

  @BeforeEach
  void start() {
    operator = FakeJobSetOperator.start(kubernetes);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void tellsThatNothingRunsYet() {
    assertThat(create(spec -> {}).get())
        .isNotFinished()
        .isNotSuspended()
        .isNotRestarting()
        .hasRestarts(0, 0);
    assertThat(create("another", spec -> {}).start().get())
        .hasCounts("workers: active 3", "leader: active 1");
  }

  @Test
  void countsWhatIsReady() {
    var jobSet = create(spec -> {}).start().ready("workers", 2);
    assertThat(jobSet.get()).hasCounts("workers: ready 2, active 3", "leader: active 1");

    assertThat(jobSet.ready().get())
        .hasCounts("workers: ready 3, active 3", "leader: ready 1, active 1");
  }

  @Test
  void completesWhenAllJobsHaveSucceeded() {
    var jobSet = create(spec -> {}).ready().succeed("workers", 1).succeed("leader");
    assertThat(jobSet.get())
        .isNotFinished()
        .hasCounts("workers: ready 2, succeeded 1, active 2", "leader: succeeded 1");

    assertThat(jobSet.complete().get())
        .isCompleted()
        .hasMessage(JobSetConditions.COMPLETED, "jobset completed successfully")
        .hasNoCondition(JobSetConditions.RESTARTING_JOB_SET)
        .hasCounts("workers: succeeded 3", "leader: succeeded 1");
  }

  @Test
  void completesWithTheTargetsOfTheSuccessPolicyAndRemovesWhatStillRuns() {
    var jobSet =
        create(
            spec ->
                spec.withNewSuccessPolicy()
                    .withOperator(SuccessPolicyOperator.ANY)
                    .withTargetReplicatedJobs("leader")
                    .endSuccessPolicy());

    assertThat(jobSet.ready().succeed("leader").get())
        .isCompleted()
        .hasCounts("workers: ", "leader: succeeded 1");
  }

  @Test
  void failsWithTheFirstFailureWhenThereIsNoFailurePolicy() {
    assertThat(create(spec -> {}).ready().fail("workers", 2).get())
        .isFailed(JobSetConditionReasons.FAILED_JOBS)
        .hasMessage(
            JobSetConditions.FAILED,
            "jobset failed due to one or more job failures (first failed job: training-workers-2)")
        .hasCounts("workers: failed 1", "leader: ");
  }

  @Test
  void restartsAsOftenAsTheFailurePolicyAllows() {
    var jobSet = create(restarts(1)).ready();

    assertThat(jobSet.restart().get())
        .isRestarting()
        .isNotFinished()
        .hasRestarts(1, 1)
        .hasCondition(
            JobSetConditions.RESTARTING_JOB_SET,
            "True",
            JobSetConditionReasons.DEFAULT_FAILURE_POLICY)
        .hasMessage(
            JobSetConditions.RESTARTING_JOB_SET,
            "applying RestartJobSet failure policy action (first failed job: training-leader-0)")
        .hasCounts("workers: ", "leader: ");
    assertThat(jobSet.ready().get())
        .isNotRestarting()
        .hasMessage(JobSetConditions.RESTARTING_JOB_SET, "all jobs are ready");

    assertThat(jobSet.fail("workers", 0).get())
        .isFailed(JobSetConditionReasons.REACHED_MAX_RESTARTS)
        .hasRestarts(1, 1)
        .hasMessage(
            JobSetConditions.FAILED,
            "jobset failed due to reaching max number of restarts (first failed job: training-workers-0)")
        .hasMessage(JobSetConditions.RESTARTING_JOB_SET, "jobset failed");
  }

  @Test
  void failsForGoodAfterAllRestarts() {
    assertThat(create(restarts(2)).start().fail().get())
        .isFailed(JobSetConditionReasons.REACHED_MAX_RESTARTS)
        .hasRestarts(2, 2);
  }

  @Test
  void followsTheRulesOfTheFailurePolicy() {
    var rules =
        restarts(
            1,
            rule("preempted", FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS)
                .withOnJobFailureReasons(JobFailureReason.POD_FAILURE_POLICY)
                .build(),
            rule("worker", FailurePolicyAction.RESTART_JOB)
                .withTargetReplicatedJobs("workers")
                .withOnJobFailureMessagePatterns("code [0-9]+$")
                .build(),
            rule("leader", FailurePolicyAction.FAIL_JOB_SET)
                .withTargetReplicatedJobs("leader")
                .build());
    var jobSet = create(rules).ready();

    assertThat(jobSet.fail("leader", 0, JobFailureReason.POD_FAILURE_POLICY, "gone").get())
        .hasRestarts(1, 0)
        .hasCondition(JobSetConditions.RESTARTING_JOB_SET, "True", "FailurePolicy_preempted");
    assertThat(jobSet.ready().fail("workers", 1, "Other", "exit code 3").get())
        .isNotRestarting()
        .hasRestarts(1, 0)
        .hasJobRestarts("workers", List.of(0, 1, 0), List.of(0, 1, 0))
        .hasCounts("workers: ready 2, active 2", "leader: ready 1, active 1");
    assertThat(jobSet.fail("leader", 0).get())
        .isFailed(JobSetConditionReasons.FAIL_JOB_SET_FAILURE_POLICY_ACTION)
        .hasMessage(
            JobSetConditions.FAILED,
            "applying FailJobSet failure policy action (first failed job: training-leader-0)");
  }

  @Test
  void suspendsAndResumes() {
    var jobSet = create(spec -> spec.withSuspend(true)).awaitSuspended();
    assertThat(jobSet.get())
        .isSuspended()
        .hasCondition(JobSetConditions.SUSPENDED, "True", JobSetConditionReasons.SUSPENDED_JOBS)
        .hasCounts("workers: suspended 3", "leader: suspended 1");

    assertThat(jobSet.resume().get())
        .isNotSuspended()
        .hasMessage(JobSetConditions.SUSPENDED, "jobset is resumed")
        .hasCounts("workers: ", "leader: ");

    assertThat(jobSet.ready().suspend().get())
        .isSuspended()
        .hasCounts("workers: suspended 3", "leader: suspended 1");
  }

  @Test
  void waitsForTheProgramToResumeTheJobSet() {
    operator.forNext(jobSet -> jobSet.awaitSuspended().awaitResumed().ready().complete());
    created("training", spec -> spec.withSuspend(true));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stored())
                    .isSuspended()
                    .hasCounts("workers: suspended 3", "leader: suspended 1"));

    kubernetes
        .resources(JobSet.class)
        .inNamespace("ml")
        .withName("training")
        .edit(jobSet -> jobSet.edit().editSpec().withSuspend(false).endSpec().build());

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).isCompleted());
  }

  @Test
  void aScriptMayLookLaterThanTheProgramActs() {
    var jobSet = create(spec -> {});
    jobSet.suspend().resume();

    assertThat(jobSet.awaitSuspended().awaitResumed().ready().complete().get()).isCompleted();
  }

  @Test
  void startsInOrder() {
    var jobSet =
        create(
            spec ->
                spec.withNewStartupPolicy()
                    .withStartupPolicyOrder(StartupPolicyOrder.IN_ORDER)
                    .endStartupPolicy());

    assertThat(jobSet.start().get())
        .hasCondition(
            JobSetConditions.STARTUP_POLICY_IN_PROGRESS,
            "True",
            JobSetConditionReasons.IN_ORDER_STARTUP_POLICY_IN_PROGRESS)
        .hasCounts("workers: ", "leader: active 1");
    assertThat(jobSet.ready().get())
        .hasCondition(
            JobSetConditions.STARTUP_POLICY_IN_PROGRESS,
            "False",
            JobSetConditionReasons.IN_ORDER_STARTUP_POLICY_IN_PROGRESS)
        .hasCondition(
            JobSetConditions.STARTUP_POLICY_COMPLETED,
            "True",
            JobSetConditionReasons.IN_ORDER_STARTUP_POLICY_COMPLETED)
        .hasCounts("workers: ready 3, active 3", "leader: ready 1, active 1");
  }

  @Test
  void waitsForDependencies() {
    var jobSet =
        create(
            spec ->
                spec.editReplicatedJob(1)
                    .withDependsOn(
                        new DependsOnBuilder()
                            .withName("leader")
                            .withStatus(DependsOnStatus.COMPLETE)
                            .build())
                    .endReplicatedJob());

    assertThat(jobSet.ready().get()).hasCounts("workers: ", "leader: ready 1, active 1");
    assertThat(jobSet.succeed("leader").ready().get())
        .hasCounts("workers: ready 3, active 3", "leader: succeeded 1");
  }

  @Test
  void leavesTheJobSetsOfOtherControllersAlone() {
    var jobSet = create(spec -> spec.withManagedBy("example.com/controller"));

    assertThatThrownBy(jobSet::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("JobSet ml/training cannot start: it is managed by example.com/controller.");
    assertThat(jobSet.get().getStatus()).isNull();
  }

  @Test
  void takesOneScriptAfterTheOther() {
    operator.forNext(FakeJobSet::fail).forEach(FakeJobSet::complete);

    created("first", spec -> {});
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored("first")).isFailed());
    created("second", spec -> {});
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored("second")).isCompleted());
    created("third", spec -> {});
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored("third")).isCompleted());
  }

  @Test
  void saysWhatCannotHappen() {
    var ended = create(spec -> {}).complete();
    var suspended = create("suspended", spec -> spec.withSuspend(true));
    var forever =
        create(
            "forever",
            restarts(
                0, rule("r", FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS).build()));

    assertThatThrownBy(ended::fail).hasMessageContaining("cannot fail: it has ended as Completed.");
    assertThatThrownBy(suspended::ready).hasMessageContaining("it is suspended. Call resume()");
    assertThatThrownBy(forever::fail).hasMessageContaining("restarts it however often a Job fails");
    assertThatThrownBy(() -> create("strict", spec -> {}).restart())
        .hasMessageContaining("does not restart, by its failure policy");
    assertThatThrownBy(() -> create("other", spec -> {}).ready("chief", 1))
        .hasMessageContaining("has no ReplicatedJob \"chief\"; it has [leader, workers].");
    assertThatThrownBy(() -> create("few", spec -> {}).ready("workers", 4))
        .hasMessageContaining("4 Jobs of workers cannot be ready: it has 3");
  }

  @Test
  void tellsWhenAScriptWentWrong() throws InterruptedException {
    var ran = new CountDownLatch(1);
    operator.forNext(
        jobSet -> {
          ran.countDown();
          jobSet.ready("chief", 1);
        });
    created("training", spec -> {});
    assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThatThrownBy(operator::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("has no ReplicatedJob \"chief\""));
    operator = FakeJobSetOperator.start(kubernetes);
  }

  @Test
  void takesADeletedJobSetForTheEndOfItsScript() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var thrown = new CountDownLatch(1);
    var deleted = new CountDownLatch(1);
    operator.forNext(
        jobSet -> {
          begun.countDown();
          try {
            deleted.await();
            jobSet.ready();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          } finally {
            thrown.countDown();
          }
        });
    var created = created("training", spec -> {});
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    kubernetes.resource(created).delete();
    deleted.countDown();

    assertThat(thrown.await(30, TimeUnit.SECONDS)).isTrue();
    operator.close();
    operator = FakeJobSetOperator.start(kubernetes);
  }

  @Test
  void knowsTheJobSetsThatWereThereBeforeIt() {
    operator.close();
    created("training", spec -> {});
    operator = FakeJobSetOperator.start(kubernetes);

    assertThat(operator.next().complete().get()).isCompleted();
  }

  private FakeJobSet create(Consumer<JobSetSpecBuilder> change) {
    return create("training", change);
  }

  private FakeJobSet create(String name, Consumer<JobSetSpecBuilder> change) {
    created(name, change);
    return operator.jobSet("ml", name);
  }

  private JobSet created(String name, Consumer<JobSetSpecBuilder> change) {
    var spec =
        new JobSetSpecBuilder()
            .addNewReplicatedJob()
            .withName("leader")
            .endReplicatedJob()
            .addNewReplicatedJob()
            .withName("workers")
            .withReplicas(3)
            .endReplicatedJob();
    change.accept(spec);
    return kubernetes
        .resource(
            new JobSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("ml")
                .endMetadata()
                .withSpec(spec.build())
                .build())
        .create();
  }

  private JobSet stored() {
    return stored("training");
  }

  private JobSet stored(String name) {
    return kubernetes.resources(JobSet.class).inNamespace("ml").withName(name).get();
  }

  private static Consumer<JobSetSpecBuilder> restarts(int max, FailurePolicyRule... rules) {
    return spec ->
        spec.withFailurePolicy(
            new FailurePolicyBuilder().withMaxRestarts(max).withRules(rules).build());
  }

  private static FailurePolicyRuleBuilder rule(String name, String action) {
    return new FailurePolicyRuleBuilder().withName(name).withAction(action);
  }
}
