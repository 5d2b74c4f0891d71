package io.x_k8s.jobset.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.operator.metrics.JobSetMetrics;
import io.x_k8s.jobset.operator.plan.JobFinish;
import io.x_k8s.jobset.operator.plan.JobRecord;
import io.x_k8s.jobset.operator.plan.JobSetPlanner;
import io.x_k8s.jobset.operator.plan.Plan;
import io.x_k8s.jobset.operator.plan.ServiceRecord;
import io.x_k8s.jobset.operator.plan.Snapshot;
import io.x_k8s.jobset.operator.runtime.EventRecorder;
import io.x_k8s.jobset.operator.runtime.RateLimiter;
import io.x_k8s.jobset.operator.runtime.WriteFence;
import io.x_k8s.jobset.operator.runtime.WriteLimiter;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlanExecutorTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final String STATUS =
      "PUT /apis/jobset.x-k8s.io/v1alpha2/namespaces/default/jobsets/js/status";
  private static final String CREATE_JOB = "POST /apis/batch/v1/namespaces/default/jobs";

  private final RecordingObserver observer = new RecordingObserver();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private FakeApiServer server;
  private EventRecorder events;
  private PlanExecutor executor;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    events = new EventRecorder(server.client(), "jobset", "jobset-test");
    executor =
        new PlanExecutor(
            server.client(),
            Duration.ofSeconds(20),
            open::get,
            new WriteLimiter(50, new RateLimiter(1000, 1000)),
            observer,
            events,
            new JobSetMetrics(registry));
  }

  @AfterEach
  void stop() {
    events.close();
    server.close();
  }

  @Test
  void aNewJobSetGetsItsJobsThenItsStatus() {
    JobSet jobSet = jobSet().build();

    assertThat(executor.execute(jobSet, plan(jobSet)))
        .isEqualTo(new Outcome.Done(Optional.empty()));

    assertThat(server.lines()).containsExactly(CREATE_JOB, CREATE_JOB, STATUS);
    JsonNode written = server.only("PUT", "/status").json();
    assertThat(written.at("/metadata/resourceVersion").asText()).isEqualTo("7");
    assertThat(written.at("/metadata/uid").asText()).isEqualTo("js-uid");
    assertThat(written.at("/status/restarts").isInt()).isTrue();
    assertThat(written.has("spec")).isFalse();
    assertThat(observer.learned).contains("job js-w-0", "job js-w-1", "jobset js");
    assertThat(eventsWritten()).isEmpty();
  }

  @Test
  void aPassWithNothingToDoMakesNoCall() {
    JobSet jobSet = jobSet().build();
    JobSet settled = withStatus(jobSet, plan(jobSet, running(0), running(1)));

    assertThat(executor.execute(settled, plan(settled, running(0), running(1))))
        .isEqualTo(new Outcome.Done(Optional.empty()));

    assertThat(server.requests()).isEmpty();
    assertThat(eventsWritten()).isEmpty();
  }

  @Test
  void eventsFollowTheStatusWriteInTheirOrder() {
    JobSet jobSet = withMaxRestarts(jobSet(), 3).build();

    executor.execute(jobSet, plan(jobSet, failed(0), running(1)));

    assertThat(server.lines()).containsExactly(STATUS);
    assertThat(eventsWritten())
        .containsExactly(
            "DefaultFailurePolicy: applying RestartJobSet failure policy action (first failed job: js-w-0)",
            "RestartJobSetFailurePolicyAction: applying RestartJobSet failure policy action (first failed job: js-w-0)");
  }

  @Test
  void aConflictOnTheStatusIsNeitherToldNorCounted() {
    server.refuse("PUT", "/status", 409, "Conflict", "the object has been modified");
    JobSet jobSet = jobSet().build();

    assertThat(executor.execute(jobSet, plan(jobSet, failed(0)))).isEqualTo(new Outcome.Conflict());

    assertThat(eventsWritten()).isEmpty();
    assertThat(counter("jobset_failed")).isZero();
    assertThat(observer.learned).isEmpty();
  }

  @Test
  void afterAConflictTheJobSetIsReadAnew() {
    JobSet jobSet = jobSet().build();
    server.answer("GET", "/jobsets/js", 200, jobSet);
    executor.refresh(jobSet);
    assertThat(observer.learned).containsExactly("jobset js");
  }

  @Test
  void aJobSetThatIsGoneAfterAConflictIsForgotten() {
    server.refuse("GET", "/jobsets/js", 404, "NotFound", "not found");
    executor.refresh(jobSet().build());
    assertThat(observer.learned).containsExactly("no jobset js");
  }

  @Test
  @Tag("controller:Z-007")
  void theEndOfAJobSetIsCountedAfterItIsWritten() {
    JobSet jobSet = jobSet().build();

    executor.execute(jobSet, plan(jobSet, failed(0)));
    executor.execute(jobSet, plan(jobSet, succeeded(0), succeeded(1)));

    assertThat(counter("jobset_failed")).isEqualTo(1);
    assertThat(counter("jobset_completed")).isEqualTo(1);
    assertThat(labels("jobset_completed")).containsExactly("jobset_name=js", "namespace=default");
  }

  @Test
  @Tag("controller:N-004")
  void withoutItsServiceAJobSetGetsNoJobsButAStatus() {
    server.refuse("POST", "/services", 500, "InternalError", "unexpected error");
    JobSet jobSet = withDns(jobSet()).build();

    Outcome outcome = executor.execute(jobSet, plan(jobSet));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.problems())
                    .anyMatch(problem -> problem.contains("unexpected error")));
    assertThat(server.lines()).doesNotContain(CREATE_JOB).contains(STATUS);
    assertThat(eventsWritten()).containsExactly("HeadlessServiceCreationFailed: unexpected error");
  }

  @Test
  @Tag("controller:V-003")
  void withoutItsClaimAJobSetGetsNoJobs() {
    server.refuse("POST", "/persistentvolumeclaims", 403, "Forbidden", "exceeded quota");
    JobSet jobSet =
        jobSet()
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

    assertThat(executor.execute(jobSet, plan(jobSet))).isInstanceOf(Outcome.Failed.class);

    assertThat(server.lines()).doesNotContain(CREATE_JOB);
    assertThat(eventsWritten()).containsExactly("PVCCreationFailed: exceeded quota");
  }

  @Test
  void aStatusAfterAFailedStageLeavesOutWhatDependsOnIt() {
    server.refuse("POST", "/jobs", 422, "Invalid", "image: Required value");
    JobSet jobSet = jobSet().editSpec().withSuspend(true).endSpec().build();

    assertThat(executor.execute(jobSet, plan(jobSet))).isInstanceOf(Outcome.Failed.class);

    JsonNode written = server.only("PUT", "/status").json().path("status");
    assertThat(written.at("/replicatedJobsStatus/0/name").asText()).isEqualTo("w");
    assertThat(written.path("conditions").size()).isZero();
    assertThat(eventsWritten())
        .containsExactly(
            "JobCreationFailed: job \"js-w-0\" creation failed with error: image: Required value\n"
                + "job \"js-w-1\" creation failed with error: image: Required value");
  }

  @Test
  void withTheStagesTheirConditionsAreWritten() {
    JobSet jobSet = jobSet().editSpec().withSuspend(true).endSpec().build();

    executor.execute(jobSet, plan(jobSet));

    assertThat(server.only("PUT", "/status").json().at("/status/conditions/0/reason").asText())
        .isEqualTo("SuspendedJobs");
    assertThat(eventsWritten()).containsExactly("SuspendedJobs: jobset is suspended");
  }

  @Test
  void aProblemOfThePlanFailsThePassAndTheStatusIsWrittenAllTheSame() {
    JobSet jobSet =
        withMaxRestarts(jobSet(), 3)
            .editSpec()
            .editFailurePolicy()
            .addNewRule()
            .withName("r")
            .withAction("RestartJob")
            .endRule()
            .endFailurePolicy()
            .endSpec()
            .build();

    assertThat(executor.execute(jobSet, plan(jobSet, failed(0))))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.problems())
                    .containsExactly(
                        "RestartJob failure policy action cannot be used when the feature gate RestartJob is disabled"));

    assertThat(
            server
                .only("PUT", "/status")
                .json()
                .at("/status/replicatedJobsStatus/0/failed")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void aStatusThatCannotBeWrittenFailsThePassAndIsNotTold() {
    server.refuse("PUT", "/status", 500, "InternalError", "etcd is slow");
    JobSet jobSet = jobSet().build();

    assertThat(executor.execute(jobSet, plan(jobSet, failed(0))))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.problems())
                    .containsExactly("the status could not be written: etcd is slow"));
    assertThat(eventsWritten()).isEmpty();
  }

  @Test
  void behindAClosedFenceNothingIsSent() {
    open.set(false);
    JobSet jobSet = jobSet().build();

    assertThatThrownBy(() -> executor.execute(jobSet, plan(jobSet)))
        .isInstanceOf(WriteFence.Closed.class);
    assertThatThrownBy(() -> executor.execute(jobSet, plan(jobSet, failed(0))))
        .isInstanceOf(WriteFence.Closed.class);

    assertThat(server.requests()).isEmpty();
    assertThat(eventsWritten()).isEmpty();
  }

  @Test
  void progressIsWrittenAtMostOnceASecond() {
    JobSet jobSet = jobSet().build();
    executor.execute(jobSet, plan(jobSet, running(0), running(1)));
    JobSet running = withStatus(jobSet, plan(jobSet, running(0), running(1)));

    Outcome outcome = executor.execute(running, plan(running, ready(0), running(1)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done ->
                assertThat(done.comeBackIn())
                    .hasValueSatisfying(
                        delay ->
                            assertThat(delay)
                                .isPositive()
                                .isLessThanOrEqualTo(Duration.ofSeconds(1))));
    assertThat(server.lines()).containsExactly(STATUS);
  }

  /** The pass may be repeated only after a long back-off: nobody would come to write it. */
  @Test
  void progressIsWrittenAtOnceWhenThePassFails() {
    JobSet jobSet = jobSet().build();
    executor.execute(jobSet, plan(jobSet, running(0), running(1)));
    JobSet running = withStatus(jobSet, plan(jobSet, running(0), running(1)));
    server.refuse("POST", "/jobs", 422, "Invalid", "image: Required value");

    assertThat(executor.execute(running, plan(running, ready(0))))
        .isInstanceOf(Outcome.Failed.class);

    assertThat(server.lines()).containsExactly(STATUS, CREATE_JOB, STATUS);
  }

  @Test
  void whatSomebodyMayActOnIsWrittenAtOnce() {
    JobSet jobSet = withMaxRestarts(jobSet(), 3).build();
    executor.execute(jobSet, plan(jobSet, running(0), running(1)));
    JobSet running = withStatus(jobSet, plan(jobSet, running(0), running(1)));

    executor.execute(running, plan(running, failed(0), running(1)));

    assertThat(server.lines()).containsExactly(STATUS, STATUS);
  }

  private List<String> eventsWritten() {
    events.close(Duration.ofSeconds(10));
    return server.events();
  }

  private double counter(String name) {
    return registry.scrape(name::equals).stream()
        .map(CounterSnapshot.class::cast)
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  private List<String> labels(String name) {
    return registry.scrape(name::equals).stream()
        .map(CounterSnapshot.class::cast)
        .flatMap(snapshot -> snapshot.getDataPoints().stream())
        .flatMap(point -> point.getLabels().stream())
        .map(label -> label.getName() + "=" + label.getValue())
        .toList();
  }

  private static JobSetBuilder jobSet() {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("js")
        .withUid("js-uid")
        .withResourceVersion("7")
        .endMetadata()
        .withNewSpec()
        .addNewReplicatedJob()
        .withName("w")
        .withReplicas(2)
        .endReplicatedJob()
        .endSpec();
  }

  private static JobSetBuilder withDns(JobSetBuilder jobSet) {
    return jobSet.editSpec().withNewNetwork().withEnableDNSHostnames(true).endNetwork().endSpec();
  }

  private static JobSetBuilder withMaxRestarts(JobSetBuilder jobSet, int maxRestarts) {
    return jobSet
        .editSpec()
        .withNewFailurePolicy()
        .withMaxRestarts(maxRestarts)
        .endFailurePolicy()
        .endSpec();
  }

  private static JobSet withStatus(JobSet jobSet, Plan plan) {
    return new JobSetBuilder(jobSet)
        .withStatus(plan.statusAfter(plan.stages().size()).orElseThrow().status())
        .build();
  }

  private static Plan plan(JobSet jobSet, JobRecord... jobs) {
    return new JobSetPlanner()
        .plan(
            new Snapshot(
                jobSet,
                List.of(jobs),
                List.of(),
                Optional.<ServiceRecord>empty(),
                Set.of(),
                Set.of(),
                FeatureGates.DEFAULTS,
                NOW));
  }

  private static JobRecord running(int index) {
    return job(index, Optional.empty(), 0);
  }

  private static JobRecord ready(int index) {
    return job(index, Optional.empty(), 1);
  }

  private static JobRecord failed(int index) {
    return job(
        index,
        Optional.of(
            new JobFinish(JobFinish.Outcome.FAILED, "BackoffLimitExceeded", "", Optional.of(NOW))),
        0);
  }

  private static JobRecord succeeded(int index) {
    return job(
        index,
        Optional.of(new JobFinish(JobFinish.Outcome.COMPLETE, "Done", "", Optional.of(NOW))),
        0);
  }

  private static JobRecord job(int index, Optional<JobFinish> finish, int ready) {
    return new JobRecord(
        "default",
        "js-w-" + index,
        "uid-" + index,
        "1",
        "js-uid",
        "w",
        OptionalInt.of(index),
        OptionalInt.of(0),
        new JobRecord.JobRestartAttempt.Absent(),
        finish,
        false,
        finish.isPresent() ? 0 : 1,
        ready,
        0,
        false,
        1,
        OptionalInt.of(1),
        true,
        false,
        "");
  }
}
