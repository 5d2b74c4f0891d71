package io.x_k8s.jobset.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.x_k8s.jobset.operator.plan.Action;
import io.x_k8s.jobset.operator.plan.Action.FieldChange;
import io.x_k8s.jobset.operator.runtime.WriteFence;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionRunnerTest {
  private static final JobSet JOB_SET =
      new JobSetBuilder()
          .withNewMetadata()
          .withNamespace("default")
          .withName("js")
          .withUid("js-uid")
          .endMetadata()
          .build();
  private static final String JOBS = "/apis/batch/v1/namespaces/default/jobs";

  private final RecordingObserver observer = new RecordingObserver();
  private FakeApiServer server;
  private ActionRunner runner;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    runner = runner(Duration.ofSeconds(20), WriteFence.ALWAYS_OPEN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ActionRunner runner(Duration timeout, WriteFence fence) {
    return new ActionRunner(new Writes(new ApiRequests(server.client(), timeout, fence)), observer);
  }

  @Test
  void aJobIsCreated() {
    run(create("js-w-0"));

    assertThat(server.lines()).containsExactly("POST " + JOBS);
    assertThat(server.requests().getFirst().json().at("/metadata/name").asText())
        .isEqualTo("js-w-0");
    assertThat(observer.learned).containsExactly("job js-w-0");
  }

  @Test
  void aNameTakenByAJobOfThisJobSetIsASuccess() {
    server
        .refuse("POST", "/jobs", 409, "AlreadyExists", "jobs.batch \"js-w-0\" already exists")
        .answer("GET", "/jobs/js-w-0", 200, job("js-w-0", "js-uid", "js"));

    run(create("js-w-0"));

    assertThat(server.lines()).containsExactly("POST " + JOBS, "GET " + JOBS + "/js-w-0");
    assertThat(observer.learned).containsExactly("job js-w-0");
  }

  @Test
  void aJobOfThisJobSetThatLostItsLabelGetsItBack() {
    server
        .refuse("POST", "/jobs", 409, "AlreadyExists", "jobs.batch \"js-w-0\" already exists")
        .answer("GET", "/jobs/js-w-0", 200, job("js-w-0", "js-uid", null))
        .answer("PATCH", "/jobs/js-w-0", 200, job("js-w-0", "js-uid", "js"));

    run(create("js-w-0"));

    JsonNode patch = server.only("PATCH", "/jobs/js-w-0").json();
    assertThat(patch.at("/0/op").asText()).isEqualTo("test");
    assertThat(patch.at("/0/value").asText()).isEqualTo("uid-of-js-w-0");
    assertThat(patch.at("/1/path").asText()).isEqualTo("/metadata/labels");
    assertThat(patch.at("/1/value").path(JobSetLabels.JOBSET_NAME).asText()).isEqualTo("js");
    assertThat(patch.at("/1/value").path("mine").asText())
        .as("other labels stay")
        .isEqualTo("kept");
    assertThat(observer.learned).containsExactly("job js-w-0");
  }

  @ParameterizedTest(name = "owned by {0}")
  @CsvSource({"other-uid", ","})
  void aNameTakenByAForeignJobIsAFailureThatSaysWhatToDo(String owner) {
    server
        .refuse("POST", "/jobs", 409, "AlreadyExists", "jobs.batch \"js-w-0\" already exists")
        .answer("GET", "/jobs/js-w-0", 200, job("js-w-0", owner, "js"));

    assertThatThrownBy(() -> run(create("js-w-0")))
        .hasMessageContaining("job \"js-w-0\" creation failed with error: ")
        .hasMessageContaining("already exists")
        .hasMessageContaining("does not belong to this JobSet")
        .hasMessageContaining("delete");
    assertThat(observer.learned).isEmpty();
    assertThat(server.lines()).noneMatch(line -> line.startsWith("PATCH"));
  }

  @Test
  void aRefusedJobFailsWithTheWordsOfTheServer() {
    server.refuse("POST", "/jobs", 422, "Invalid", "spec.image: Required value");

    assertThatThrownBy(() -> run(create("js-w-0")))
        .hasMessageContaining(
            "job \"js-w-0\" creation failed with error: spec.image: Required value");
  }

  @Test
  void aJobIsDeletedInTheForegroundAndByItsUid() {
    server.answer("DELETE", "/jobs/js-w-0", 200, job("js-w-0", "js-uid", "js"));

    run(new Action.DeleteJob("js-w-0", "uid-of-js-w-0"));

    JsonNode options = server.only("DELETE", "/jobs/js-w-0").json();
    assertThat(options.path("propagationPolicy").asText()).isEqualTo("Foreground");
    assertThat(options.at("/preconditions/uid").asText()).isEqualTo("uid-of-js-w-0");
    assertThat(observer.learned).containsExactly("job js-w-0");
  }

  @Test
  void aJobThatIsGoneNeedsNoDeletion() {
    server.refuse("DELETE", "/jobs/js-w-0", 404, "NotFound", "not found");

    run(new Action.DeleteJob("js-w-0", "uid-of-js-w-0"));

    assertThat(observer.learned).containsExactly("no job js-w-0 uid-of-js-w-0");
  }

  @Test
  void aSuccessorOfTheSameNameIsNotDeleted() {
    server
        .refuse("DELETE", "/jobs/js-w-0", 409, "Conflict", "the UID in the precondition differs")
        .answer("GET", "/jobs/js-w-0", 200, job("js-w-0", "js-uid", "js"));

    run(new Action.DeleteJob("js-w-0", "the-old-uid"));

    assertThat(observer.learned).contains("no job js-w-0 the-old-uid");
  }

  @Test
  void aConflictThatIsNotAboutTheUidIsAFailure() {
    server
        .refuse("DELETE", "/jobs/js-w-0", 409, "Conflict", "please try again")
        .answer("GET", "/jobs/js-w-0", 200, job("js-w-0", "js-uid", "js"));

    assertThatThrownBy(() -> run(new Action.DeleteJob("js-w-0", "uid-of-js-w-0")))
        .hasMessageContaining("please try again");
    assertThat(observer.learned).isEmpty();
  }

  @Test
  void aConflictOverAJobThatIsGoneMeanwhileIsASuccess() {
    server
        .refuse("DELETE", "/jobs/js-w-0", 409, "Conflict", "please try again")
        .refuse("GET", "/jobs/js-w-0", 404, "NotFound", "not found");

    run(new Action.DeleteJob("js-w-0", "uid-of-js-w-0"));

    assertThat(observer.learned).containsExactly("no job js-w-0 uid-of-js-w-0");
  }

  @Test
  void aConflictOverTheJobSetIsAFailureAndTriedAgain() {
    server.refuse("DELETE", "/jobsets/js", 409, "Conflict", "please try again");

    assertThatThrownBy(() -> run(new Action.DeleteJobSet("js-uid")))
        .hasMessageContaining("please try again");
  }

  @Test
  void aDeletionThatFailsOtherwiseIsAFailure() {
    server.refuse("DELETE", "/jobs/js-w-0", 500, "InternalError", "etcd is slow");

    assertThatThrownBy(() -> run(new Action.DeleteJob("js-w-0", "uid")))
        .hasMessageContaining("etcd is slow");
    assertThat(observer.learned).isEmpty();
  }

  @Test
  void aPatchIsBoundToTheUidAndKeepsTheOrderOfItsChanges() {
    server.answer("PATCH", "/jobs/js-w-0", 200, job("js-w-0", "js-uid", "js"));

    run(
        new Action.PatchJob(
            "js-w-0",
            "uid-of-js-w-0",
            false,
            List.of(
                new FieldChange("/spec/template/spec/nodeSelector", Map.of("disk", "fast")),
                new FieldChange("/spec/suspend", false)),
            "resumption"));

    FakeApiServer.Request request = server.only("PATCH", "/jobs/js-w-0");
    assertThat(request.contentType()).startsWith("application/json-patch+json");
    assertThat(request.json().toString())
        .isEqualTo(
            """
            [{"op":"test","path":"/metadata/uid","value":"uid-of-js-w-0"},\
            {"op":"add","path":"/spec/template/spec/nodeSelector","value":{"disk":"fast"}},\
            {"op":"add","path":"/spec/suspend","value":false}]""");
    assertThat(observer.learned).containsExactly("job js-w-0");
  }

  @Test
  void theStartTimeIsClearedBeforeTheJobIsChanged() {
    server
        .answer("PATCH", "/jobs/js-w-0/status", 200, job("js-w-0", "js-uid", "js"))
        .answer("PATCH", "/jobs/js-w-0", 200, job("js-w-0", "js-uid", "js"));

    run(clearingTheStartTime());

    assertThat(server.lines())
        .containsExactly("PATCH " + JOBS + "/js-w-0/status", "PATCH " + JOBS + "/js-w-0");
    JsonNode first = server.requests().getFirst().json();
    assertThat(first.at("/metadata/uid").asText()).isEqualTo("uid-of-js-w-0");
    assertThat(first.at("/status").has("startTime")).isTrue();
    assertThat(first.at("/status/startTime").isNull()).isTrue();
  }

  @Test
  void aJobThatIsGoneNeedsNoPatch() {
    server.refuse("PATCH", "/jobs/js-w-0", 404, "NotFound", "not found");

    run(suspend());

    assertThat(observer.learned).containsExactly("no job js-w-0 uid-of-js-w-0");
  }

  /** A write that is begun before the lease is lost must not be followed by another. */
  @Test
  void whatFollowsAnAnswerIsNotSentBehindAFenceThatHasClosedMeanwhile() {
    AtomicBoolean open = new AtomicBoolean(true);
    ActionRunner fenced = runner(Duration.ofSeconds(20), () -> open.getAndSet(false));
    server.answer("PATCH", "/jobs/js-w-0/status", 200, job("js-w-0", "js-uid", "js"));

    assertThatThrownBy(() -> fenced.run(JOB_SET, clearingTheStartTime()).join())
        .rootCause()
        .isInstanceOf(WriteFence.Closed.class);

    assertThat(server.lines()).containsExactly("PATCH " + JOBS + "/js-w-0/status");
  }

  @Test
  void anAnswerThatDoesNotEndIsAFailure() {
    server.stall("POST", "/jobs");
    ActionRunner impatient = runner(Duration.ofMillis(200), WriteFence.ALWAYS_OPEN);

    assertThatThrownBy(() -> impatient.run(JOB_SET, create("js-w-0")).get(20, TimeUnit.SECONDS))
        .hasMessageContaining("job \"js-w-0\" creation failed with error: ")
        .hasMessageContaining("got no answer within 200 ms");
  }

  @Test
  void aPatchThatFailsSaysWhatItWasFor() {
    server.refuse("PATCH", "/jobs/js-w-0", 500, "InternalError", "etcd is slow");

    assertThatThrownBy(
            () ->
                run(
                    new Action.PatchJob(
                        "js-w-0",
                        "uid-of-js-w-0",
                        false,
                        List.of(new FieldChange("/spec/parallelism", 4)),
                        "scaling")))
        .hasMessageEndingWith("failed to patch job \"js-w-0\" for scaling: etcd is slow");
  }

  @Test
  void aPodTemplateThatMayNotChangeIsRemembered() {
    server
        .refuse("PATCH", "/jobs/js-w-0", 422, "Invalid", "field is immutable")
        .answer("GET", "/jobs/js-w-0", 200, suspended(true));

    assertThatThrownBy(() -> run(resume())).hasMessageContaining("field is immutable");
    assertThat(observer.learned).containsExactly("job js-w-0", "refused uid-of-js-w-0");
  }

  /** The answer to the first try was lost, and the watch is late: the Job must not pay for it. */
  @Test
  void aJobThatRunsByNowIsNotTakenForOneThatMayNotChange() {
    server
        .refuse("PATCH", "/jobs/js-w-0", 422, "Invalid", "field is immutable")
        .answer("GET", "/jobs/js-w-0", 200, suspended(false));

    assertThatThrownBy(() -> run(resume())).hasMessageContaining("field is immutable");
    assertThat(observer.learned).containsExactly("job js-w-0");
  }

  @Test
  void aSuccessorOfTheSameNameIsNotTakenForOneThatMayNotChange() {
    server
        .refuse("PATCH", "/jobs/js-w-0", 422, "Invalid", "the test operation failed")
        .answer(
            "GET",
            "/jobs/js-w-0",
            200,
            new JobBuilder(suspended(true)).editMetadata().withUid("new").endMetadata().build());

    assertThatThrownBy(() -> run(resume())).hasMessageContaining("test operation failed");
    assertThat(observer.learned).containsExactly("job js-w-0");
  }

  @Test
  void anotherChangeThatIsRefusedSaysNothingOfThePodTemplate() {
    server.refuse("PATCH", "/jobs/js-w-0", 422, "Invalid", "must not");

    assertThatThrownBy(() -> run(suspend())).hasMessageContaining("must not");
    assertThat(observer.learned).isEmpty();
  }

  @Test
  void aServiceThatExistsIsASuccess() {
    server.refuse("POST", "/services", 409, "AlreadyExists", "already exists");

    run(
        new Action.CreateService(
            new ServiceBuilder().withNewMetadata().withName("js").endMetadata().build()));

    assertThat(server.lines()).containsExactly("POST /api/v1/namespaces/default/services");
  }

  @Test
  void aClaimIsCreated() {
    run(claim());

    assertThat(observer.learned).containsExactly("claim data-js");
  }

  @Test
  void aClaimThatExistsIsASuccess() {
    server.refuse("POST", "/persistentvolumeclaims", 409, "AlreadyExists", "already exists");

    run(claim());

    assertThat(observer.learned).containsExactly("claim of unknown origin data-js");
  }

  @Test
  void theJobSetIsDeletedInTheForegroundAndByItsUid() {
    run(new Action.DeleteJobSet("js-uid"));

    JsonNode options =
        server
            .only("DELETE", "/apis/jobset.x-k8s.io/v1alpha2/namespaces/default/jobsets/js")
            .json();
    assertThat(options.path("propagationPolicy").asText()).isEqualTo("Foreground");
    assertThat(options.at("/preconditions/uid").asText()).isEqualTo("js-uid");
  }

  @Test
  void anAnswerInPlainTextIsAFailureLikeAnyOther() {
    server.answer("POST", "/jobs", 503, "upstream connect error");

    assertThatThrownBy(() -> run(create("js-w-0"))).hasMessageContaining("js-w-0");
  }

  private static Action.CreateClaim claim() {
    return new Action.CreateClaim(
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName("data-js")
            .endMetadata()
            .build());
  }

  private static Action.PatchJob suspend() {
    return new Action.PatchJob(
        "js-w-0",
        "uid-of-js-w-0",
        false,
        List.of(new FieldChange("/spec/suspend", true)),
        "suspension");
  }

  private static Action.PatchJob clearingTheStartTime() {
    return new Action.PatchJob(
        "js-w-0",
        "uid-of-js-w-0",
        true,
        List.of(new FieldChange("/spec/suspend", false)),
        "resumption");
  }

  private static Action.PatchJob resume() {
    return new Action.PatchJob(
        "js-w-0",
        "uid-of-js-w-0",
        false,
        List.of(
            new FieldChange("/spec/template/spec/tolerations", List.of()),
            new FieldChange("/spec/suspend", false)),
        "resumption");
  }

  private static Job suspended(boolean suspended) {
    return new JobBuilder(job("js-w-0", "js-uid", "js"))
        .withNewSpec()
        .withSuspend(suspended)
        .endSpec()
        .build();
  }

  private static Action.CreateJob create(String name) {
    return new Action.CreateJob(name, () -> job(name, "js-uid", "js"));
  }

  private static Job job(String name, String controllerUid, String jobSetLabel) {
    JobBuilder job =
        new JobBuilder()
            .withNewMetadata()
            .withNamespace("default")
            .withName(name)
            .withUid("uid-of-" + name)
            .addToLabels("mine", "kept")
            .endMetadata();
    if (controllerUid != null) {
      job.editMetadata()
          .addNewOwnerReference()
          .withApiVersion(JobSet.API_VERSION)
          .withKind(JobSet.KIND)
          .withName("js")
          .withUid(controllerUid)
          .withController(true)
          .endOwnerReference()
          .endMetadata();
    }
    if (jobSetLabel != null) {
      job.editMetadata().addToLabels(JobSetLabels.JOBSET_NAME, jobSetLabel).endMetadata();
    }
    return job.build();
  }

  private void run(Action action) {
    runner.run(JOB_SET, action).join();
  }
}
