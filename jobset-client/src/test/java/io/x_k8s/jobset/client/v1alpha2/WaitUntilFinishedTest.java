package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.x_k8s.jobset.client.JobSetClient;
import io.x_k8s.jobset.client.fake.FakeApiServer;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetList;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WaitUntilFinishedTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private static final JobSet RUNNING =
      new JobSetBuilder()
          .withNewMetadata()
          .withName("training")
          .withNamespace("ml")
          .withUid("first")
          .endMetadata()
          .withNewSpec()
          .endSpec()
          .build();

  private static final JobSet COMPLETED =
      with(RUNNING, JobSetConditions.COMPLETED, "True", "AllJobsCompleted", "well done");

  private final BlockingQueue<JobSet> seen = new LinkedBlockingQueue<>();
  private final ExecutorService background = Executors.newCachedThreadPool();
  private FakeApiServer server;
  private KubernetesClient kubernetes;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    kubernetes = new KubernetesClientBuilder().withConfig(server.clientConfig()).build();
  }

  @AfterEach
  void stop() {
    background.shutdownNow();
    kubernetes.close();
    server.close();
  }

  @Test
  void endsWithTheCompletedJobSet() throws Exception {
    server.store(RUNNING);
    var wait = waitInBackground();
    awaitSeen(RUNNING);

    server.store(COMPLETED);

    assertThat(outcome(wait))
        .isInstanceOfSatisfying(
            JobSetOutcome.Completed.class, completed -> assertSame(completed.jobSet(), COMPLETED));
    awaitSeen(COMPLETED);
    awaitNoWatch();
  }

  @Test
  void endsWithReasonAndMessageOfAFailure() throws Exception {
    server.store(with(RUNNING, JobSetConditions.FAILED, "True", "FailedJobs", "a job failed"));

    assertThat(training().waitUntilFinished(LONG))
        .isInstanceOfSatisfying(
            JobSetOutcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("FailedJobs");
              assertThat(failed.message()).isEqualTo("a job failed");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {JobSetConditions.COMPLETED, JobSetConditions.FAILED})
  void goesOnWhileTheConditionIsNotTrue(String type) throws Exception {
    server.store(with(RUNNING, type, "False", "NotYet", "not yet"));
    var wait = waitInBackground();
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();

    server.store(COMPLETED);

    assertThat(outcome(wait)).isInstanceOf(JobSetOutcome.Completed.class);
    assertThat(seen).as("seen after the first state").hasSize(1);
  }

  @Test
  void callsTheListenerInTheWaitingThread() throws Exception {
    server.store(COMPLETED);
    var thread = new CompletableFuture<Thread>();

    training().waitUntilFinished(LONG, jobSet -> thread.complete(Thread.currentThread()));

    assertThat(thread.getNow(null)).isSameAs(Thread.currentThread());
  }

  @Test
  void endsWhenTheTimeIsUp() throws Exception {
    server.store(RUNNING);
    assertThat(jobSets().list().getItems()).as("the first request, which is slow").hasSize(1);

    var outcome = training().waitUntilFinished(Duration.ofSeconds(3));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JobSetOutcome.TimedOut.class,
            late -> assertSame(late.lastSeen().orElseThrow(), RUNNING));
    awaitNoWatch();
  }

  @Test
  void takesTheLongestOfDurations() throws Exception {
    server.store(COMPLETED);

    assertThat(training().waitUntilFinished(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(JobSetOutcome.Completed.class);
  }

  @Test
  void endsWhenTheJobSetIsDeleted() throws Exception {
    server.store(RUNNING);
    var wait = waitInBackground();
    awaitSeen(RUNNING);

    server.delete(RUNNING);

    assertThat(outcome(wait))
        .isInstanceOfSatisfying(
            JobSetOutcome.Deleted.class,
            deleted -> assertSame(deleted.lastSeen().orElseThrow(), RUNNING));
    awaitNoWatch();
  }

  @Test
  void endsAtOnceWhenThereIsNoSuchJobSet() throws Exception {
    assertThat(training().waitUntilFinished(LONG))
        .isInstanceOfSatisfying(
            JobSetOutcome.Deleted.class, deleted -> assertThat(deleted.lastSeen()).isEmpty());
  }

  @Test
  void takesAnotherJobSetOfTheSameNameForAnotherOne() throws Exception {
    server.store(RUNNING);
    var wait = waitInBackground();
    awaitSeen(RUNNING);

    server.refuse(503);
    server.dropWatches();
    server.store(COMPLETED.edit().editMetadata().withUid("second").endMetadata().build());
    server.recover();

    assertThat(outcome(wait)).isInstanceOf(JobSetOutcome.Deleted.class);
    assertThat(seen).isEmpty();
  }

  @Test
  void waitsForTheVeryJobSetThatItIsGiven() throws Exception {
    server.store(COMPLETED.edit().editMetadata().withUid("second").endMetadata().build());

    assertThat(jobSets().resource(RUNNING).waitUntilFinished(LONG))
        .isInstanceOf(JobSetOutcome.Deleted.class);
  }

  @Test
  void catchesUpOnWhatHappenedWhileTheServerWasAway() throws Exception {
    server.store(RUNNING);
    var wait = waitInBackground();
    awaitSeen(RUNNING);

    server.refuse(503);
    server.dropWatches();
    server.store(COMPLETED);
    server.recover();

    assertThat(outcome(wait)).isInstanceOf(JobSetOutcome.Completed.class);
    awaitNoWatch();
  }

  @Test
  void learnsOfADeletionWhileTheServerWasAway() throws Exception {
    server.store(RUNNING);
    var wait = waitInBackground();
    awaitSeen(RUNNING);

    server.refuse(500);
    server.expireWatches();
    server.delete(RUNNING);
    server.recover();

    assertThat(outcome(wait)).isInstanceOf(JobSetOutcome.Deleted.class);
  }

  @Test
  void listsAnewWhenTheServerHasForgottenWhereItWas() throws Exception {
    server.store(RUNNING);
    var wait = waitInBackground();
    awaitSeen(RUNNING);

    server.expireWatches();
    server.store(COMPLETED);

    assertThat(outcome(wait)).isInstanceOf(JobSetOutcome.Completed.class);
  }

  @Test
  void saysThatJobSetsAreNotInstalled() {
    server.refuse(404);

    assertThatThrownBy(() -> training().waitUntilFinished(LONG))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(404))
        .hasMessageStartingWith("JobSet is not installed in this cluster")
        .hasMessageContaining("jobset.x-k8s.io/v1alpha2");
  }

  @Test
  void saysWhyTheServerRefuses() {
    server.refuse(403);

    assertThatThrownBy(() -> training().waitUntilFinished(LONG))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining("as the test wants it");
  }

  @Test
  void leavesNoWatchBehindWhenInterrupted() throws Exception {
    server.store(RUNNING);
    var wait = waitInBackground();
    awaitSeen(RUNNING);
    await().until(() -> server.openWatches() == 1);

    wait.cancel(true);

    awaitNoWatch();
  }

  @Test
  void leavesNoThreadBehindWhenInterrupted() throws Exception {
    server.store(RUNNING);
    interruptWaits(3);
    var before = Thread.getAllStackTraces().size();

    interruptWaits(20);

    await().until(() -> Thread.getAllStackTraces().size() <= before + 3);
    awaitNoWatch();
  }

  /** One after the other, so that pools of client and server need not grow. */
  private void interruptWaits(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      var wait = waitInBackground();
      awaitSeen(RUNNING);
      wait.cancel(true);
      awaitNoWatch();
    }
  }

  @Test
  void leavesNoWatchBehindWhenTheListenerThrows() {
    server.store(RUNNING);

    assertThatThrownBy(
            () ->
                training()
                    .waitUntilFinished(
                        LONG,
                        jobSet -> {
                          throw new IllegalStateException("enough");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
    awaitNoWatch();
  }

  private JobSetResource training() {
    return jobSets().withName("training");
  }

  private NonNamespaceOperation<JobSet, JobSetList, JobSetResource> jobSets() {
    return kubernetes.adapt(JobSetClient.class).v1alpha2().jobSets().inNamespace("ml");
  }

  private Future<JobSetOutcome> waitInBackground() {
    return background.submit(() -> training().waitUntilFinished(LONG, seen::add));
  }

  private static JobSetOutcome outcome(Future<JobSetOutcome> wait)
      throws ExecutionException, InterruptedException, TimeoutException {
    return wait.get(30, TimeUnit.SECONDS);
  }

  private void awaitSeen(JobSet expected) throws InterruptedException {
    assertSame(seen.poll(30, TimeUnit.SECONDS), expected);
  }

  private void awaitNoWatch() {
    await("no watch is open").until(() -> server.openWatches() == 0);
  }

  private static void assertSame(JobSet actual, JobSet expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .ignoringFields("metadata.resourceVersion")
        .isEqualTo(expected);
  }

  private static JobSet with(
      JobSet jobSet, String type, String status, String reason, String message) {
    return jobSet
        .edit()
        .withNewStatus()
        .addNewCondition()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .endCondition()
        .endStatus()
        .build();
  }
}
