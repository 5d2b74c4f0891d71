package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.B2;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static io.x_k8s.jobset.e2e.operator.Waiting.settled;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class RobustnessIT {

  @Test
  @Tag("controller:Z-001")
  void oneRefusedDeleteDoesNotHoldUpTheOthers(TestNamespace namespace) {
    JobSet jobSet = named(NAME, spec -> spec.withReplicatedJobs(replicatedJob("w", 10).build()));
    jobSet.getSpec().setFailurePolicy(f1(1).getSpec().getFailurePolicy());
    namespace.create(jobSet);
    eventually(() -> assertThat(namespace.jobs()).hasSize(10));
    ApiFault fault =
        namespace
            .proxy()
            .add(
                ApiFault.refuse(
                    request -> request.isDeleteOf("jobs") && request.isOf("test-js-w-3"),
                    500,
                    "InternalError",
                    "refused by the test"));

    namespace.jobController().fail("test-js-w-0");

    eventually(() -> assertThat(namespace.jobController().deleting()).hasSize(9));
    eventually(() -> assertThat(fault.met()).isGreaterThan(1));
    assertThat(namespace.job("test-js-w-3").getMetadata().getDeletionTimestamp()).isNull();

    fault.close();

    namespace.jobController().finishDeleting(10);
    eventually(() -> assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("1", 10L)));
    JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1);
  }

  @Test
  @Tag("controller:Z-002")
  void withoutItsServiceAJobSetGetsNoJobs(TestNamespace namespace) {
    ApiFault fault =
        namespace
            .proxy()
            .add(
                ApiFault.refuse(
                    request -> request.isCreateOf("services"),
                    403,
                    "Forbidden",
                    "no services today: 100% refused"));

    namespace.create(f1());

    eventually(
        () ->
            assertThat(namespace.events())
                .singleElement()
                .satisfies(
                    event -> {
                      assertThat(event.type()).isEqualTo("Warning");
                      assertThat(event.reason()).isEqualTo("HeadlessServiceCreationFailed");
                      assertThat(event.note()).isEqualTo("no services today: 100% refused");
                      assertThat(event.count()).isGreaterThan(1);
                    }));
    assertThat(namespace.jobs()).isEmpty();
    // What is known is written although a step failed (section 24, no. 5).
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": "));
    // Doubled each time from 5 ms on: a second later the eighth try is due, not the hundredth.
    assertThat(fault.met()).isLessThan(30);

    fault.close();

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
  }

  @Test
  @Tag("controller:Z-003")
  void deletedJobSetIsForgotten(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));

    settled(() -> namespace.proxy().exchanges().size());
    namespace.jobSets(NAME).delete();
    eventually(() -> assertThat(namespace.jobSet()).isNull());
    int before = settled(() -> namespace.proxy().requests(ApiRequest::isWrite).size());
    namespace.jobResource(B0).delete();

    consistently(
        () ->
            assertThat(namespace.proxy().requests(ApiRequest::isWrite).stream().skip(before))
                .isEmpty());
    assertThat(namespace.events()).isEmpty();
  }

  @Test
  @Tag("controller:Z-006")
  void manyJobSetsAreHandledAtOnceAndEachByOneWorker(TestNamespace namespace) {
    IntStream.range(0, 100)
        .parallel()
        .forEach(
            i ->
                namespace.create(
                    named(
                        "js-" + i,
                        spec -> spec.withReplicatedJobs(replicatedJob("w", 2).build()))));

    eventually(() -> assertThat(namespace.jobs()).hasSize(200));
    eventually(
        () ->
            assertThat(
                    namespace.proxy().requests(ApiRequest::isStatusWrite).stream()
                        .map(ApiRequest::name)
                        .collect(Collectors.toSet()))
                .hasSize(100));
    Set<String> atTheSameTime = new HashSet<>();
    IntStream.range(0, 100)
        .mapToObj(i -> "js-" + i)
        .filter(
            name ->
                namespace
                        .proxy()
                        .mostInFlight(
                            request -> request.isStatusWrite() && request.name().equals(name))
                    > 1)
        .forEach(atTheSameTime::add);
    assertThat(atTheSameTime).as("JobSets with two status writes under way").isEmpty();
    assertThat(namespace.proxy().exchanges())
        .as("answers to one who does not know what it has done")
        .noneMatch(exchange -> exchange.code() == 409);
    assertThat(namespace.events()).isEmpty();
  }

  @Test
  void passWithNothingToDoMakesNoApiCall(TestNamespace namespace) {
    namespace.create(f1(VolumeClaimsIT.claims("data")));
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));
    int before = settled(() -> namespace.proxy().exchanges().size());

    for (int i = 0; i < 3; i++) {
      String value = "touch-" + i;
      namespace.change(
          jobSet -> jobSet.getMetadata().setAnnotations(Map.of("example.com/touched", value)));
    }

    consistently(() -> assertThat(namespace.proxy().exchanges().stream().skip(before)).isEmpty());
  }

  @Test
  void ownWritesAreVisibleAtOnce(TestNamespace namespace) {
    namespace.proxy().pauseWatches("jobs", "services", "persistentvolumeclaims");

    namespace.create(f1(VolumeClaimsIT.claims("data")));
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    namespace.change(
        jobSet -> jobSet.getMetadata().setAnnotations(Map.of("example.com/touched", "yes")));

    consistently(
        () ->
            assertThat(namespace.proxy().requests(request -> request.isCreateOf("jobs")))
                .hasSize(4));
    namespace.proxy().resumeWatches();
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));
    assertThat(namespace.proxy().exchanges())
        .filteredOn(exchange -> exchange.request().method().equals("POST"))
        .noneMatch(exchange -> exchange.code() == 409);
    assertThat(namespace.events()).isEmpty();
  }

  @Test
  void lostAnswersToCreatesAreNoReasonForAnEvent(TestNamespace namespace) {
    for (String lost : new String[] {A0, B1}) {
      namespace
          .proxy()
          .add(
              ApiFault.loseAnswers(request -> request.isCreateOf("jobs") && request.isOf(lost))
                  .times(1));
    }
    namespace.proxy().pauseWatches("jobs");

    namespace.create(f1());

    eventually(
        () ->
            assertThat(namespace.proxy().exchanges())
                .filteredOn(exchange -> exchange.request().isCreateOf("jobs"))
                .filteredOn(exchange -> exchange.code() == 409)
                .hasSize(2));
    namespace.proxy().resumeWatches();
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    assertThat(namespace.jobsByAttempt()).isEqualTo(Map.of("0", 4L));
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  /** What is refused for good must not keep from being made what is accepted. */
  @Test
  void refusedJobDoesNotHoldUpTheOthersForEver(TestNamespace namespace) {
    ApiFault refused =
        namespace
            .proxy()
            .add(
                ApiFault.refuse(
                    request -> request.isCreateOf("jobs") && request.isOf(B0),
                    403,
                    "Forbidden",
                    "never"));
    ApiFault busy =
        namespace
            .proxy()
            .add(
                ApiFault.refuse(
                    request -> request.isCreateOf("jobs") && request.isOf(B1),
                    429,
                    "TooManyRequests",
                    "later"));
    namespace.create(f1());
    eventually(
        () -> {
          assertThat(namespace.jobs()).containsOnlyKeys(A0, B2);
          assertThat(refused.met()).isPositive();
          assertThat(busy.met()).isPositive();
        });

    busy.close();
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(A0, B1, B2));
    String uid = namespace.job(B2).getMetadata().getUid();
    namespace.jobResource(B2).delete();

    eventually(
        () ->
            assertThat(namespace.jobUids())
                .containsOnlyKeys(A0, B1, B2)
                .doesNotContainEntry(B2, uid));
  }

  /** Jobs are watched by this label; a Job that loses it is out of sight but not gone. */
  @Test
  void jobWithoutItsLabelGetsItBack(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    Map<String, String> uids = namespace.jobUids();

    namespace
        .jobResource(B1)
        .edit(
            job ->
                new JobBuilder(job)
                    .withMetadata(
                        new ObjectMetaBuilder(job.getMetadata())
                            .removeFromLabels(JobSetLabels.JOBSET_NAME)
                            .build())
                    .build());

    eventually(
        () ->
            assertThat(namespace.job(B1).getMetadata().getLabels())
                .containsEntry(JobSetLabels.JOBSET_NAME, NAME));
    assertThat(namespace.jobUids()).isEqualTo(uids);
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
  }

  @Test
  void goesOnWhenTheApiServerIsBack(TestNamespace namespace) {
    namespace.create(f1(2));
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));

    namespace.proxy().goDown();
    namespace.jobController().fail(B1);
    namespace.create(
        named("meanwhile", spec -> spec.withReplicatedJobs(replicatedJob("w", 1).build())));
    consistently(() -> JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(0, 0));
    namespace.proxy().comeBack();

    namespace.jobController().finishDeleting(4);
    eventually(
        () -> {
          assertThat(namespace.jobs()).hasSize(5).containsKey("meanwhile-w-0");
          JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(1, 1);
        });
  }

  @Test
  void goesOnWhenWatchesAreCut(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));

    namespace.proxy().cutWatches();
    namespace.jobController().complete(A0, B0);
    namespace.proxy().cutWatches();
    namespace.jobController().complete(B1, B2);

    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
    assertThat(namespace.proxy().requests(request -> request.isCreateOf("jobs"))).hasSize(4);
  }

  @Test
  @Tag("operations:OP-30")
  void everyRequestSaysWhoAsks(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().fail(B0);
    eventually(() -> assertThat(namespace.events()).isNotEmpty());

    assertThat(namespace.proxy().requests(request -> true))
        .extracting(ApiRequest::userAgent)
        .allMatch(agent -> agent.matches("jobset/\\S+ \\(\\w+/\\w+\\) \\S+"));
  }
}
