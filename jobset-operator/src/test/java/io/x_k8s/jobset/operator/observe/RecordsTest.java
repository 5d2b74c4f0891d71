package io.x_k8s.jobset.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.x_k8s.jobset.derived.ResumableFields;
import io.x_k8s.jobset.operator.plan.JobFinish;
import io.x_k8s.jobset.operator.plan.JobRecord;
import io.x_k8s.jobset.operator.plan.JobRecord.JobRestartAttempt;
import io.x_k8s.jobset.operator.plan.ServiceRecord;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsTest {
  private static final String TIME = "2026-06-01T12:00:00Z";

  @Test
  void aChildJobIsReadWithAllThatDecisionsNeed() {
    Job job =
        job()
            .withNewSpec()
            .withSuspend(true)
            .withParallelism(3)
            .withCompletions(2)
            .withNewTemplate()
            .withNewSpec()
            .addToNodeSelector("disk", "fast")
            .endSpec()
            .endTemplate()
            .endSpec()
            .withNewStatus()
            .withActive(1)
            .withReady(2)
            .withSucceeded(4)
            .withStartTime(TIME)
            .endStatus()
            .build();

    JobRecord record = Records.of(job);

    assertThat(record.namespace()).isEqualTo("default");
    assertThat(record.name()).isEqualTo("js-w-1");
    assertThat(record.uid()).isEqualTo("job-uid");
    assertThat(record.resourceVersion()).isEqualTo("12");
    assertThat(record.ownerUid()).isEqualTo("js-uid");
    assertThat(record.replicatedJob()).isEqualTo("w");
    assertThat(record.index()).hasValue(1);
    assertThat(record.restartAttempt()).hasValue(2);
    assertThat(record.jobRestartAttempt()).isEqualTo(new JobRestartAttempt.Absent());
    assertThat(record.finish()).isEmpty();
    assertThat(record.suspend()).isTrue();
    assertThat(record.parallelism()).isEqualTo(3);
    assertThat(record.completions()).hasValue(2);
    assertThat(record.active()).isEqualTo(1);
    assertThat(record.ready()).isEqualTo(2);
    assertThat(record.succeeded()).isEqualTo(4);
    assertThat(record.started()).isTrue();
    assertThat(record.deleting()).isFalse();
    assertThat(record.resumableFieldsHash())
        .isEqualTo(ResumableFields.hashOf(job.getSpec().getTemplate()));
  }

  @Test
  void aJobOfWhichNothingIsKnownIsReadAsTheApiServerWouldFillItIn() {
    JobRecord record =
        Records.of(
            new JobBuilder().withNewMetadata().withName("x").withUid("u").endMetadata().build());

    assertThat(record.parallelism()).isEqualTo(1);
    assertThat(record.completions()).isEmpty();
    assertThat(record.suspend()).isFalse();
    assertThat(record.active() + record.ready() + record.succeeded()).isZero();
    assertThat(record.ownerUid()).isEmpty();
    assertThat(record.replicatedJob()).isEmpty();
    assertThat(record.index()).isEmpty();
    assertThat(record.restartAttempt()).isEmpty();
  }

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource({
    "Complete, True, COMPLETE",
    "Failed, True, FAILED",
    "Complete, False,",
    "Failed, Unknown,",
    "Suspended, True,",
    "FailureTarget, True,",
    "SuccessCriteriaMet, True,",
  })
  @Tag("controller:B-001")
  @Tag("controller:B-002")
  @Tag("controller:B-003")
  @Tag("controller:B-004")
  @Tag("controller:B-005")
  @Tag("controller:B-006")
  void onlyCompleteAndFailedEndAJob(String type, String status, JobFinish.Outcome outcome) {
    assertThat(Records.of(withCondition(type, status)).finish().map(JobFinish::outcome))
        .isEqualTo(Optional.ofNullable(outcome));
  }

  @Test
  void theFirstFinishConditionCounts() {
    Job both =
        job()
            .withNewStatus()
            .addNewCondition()
            .withType("FailureTarget")
            .withStatus("True")
            .endCondition()
            .addNewCondition()
            .withType("Failed")
            .withStatus("True")
            .withReason("BackoffLimitExceeded")
            .withMessage("too often")
            .withLastTransitionTime(TIME)
            .endCondition()
            .addNewCondition()
            .withType("Complete")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();

    assertThat(Records.of(both).finish())
        .contains(
            new JobFinish(
                JobFinish.Outcome.FAILED,
                "BackoffLimitExceeded",
                "too often",
                Optional.of(Instant.parse(TIME))));
  }

  @Test
  void aFinishConditionMayLackReasonMessageAndTime() {
    assertThat(Records.of(withCondition("Failed", "True")).finish())
        .contains(new JobFinish(JobFinish.Outcome.FAILED, "", "", Optional.empty()));
  }

  @Test
  void theReportOfASuspensionIsNoEnd() {
    assertThat(Records.of(withCondition("Suspended", "True")).reportsSuspended()).isTrue();
    assertThat(Records.of(withCondition("Suspended", "False")).reportsSuspended()).isFalse();
  }

  @ParameterizedTest(name = "label {0}, annotation {1}: {2}")
  @CsvSource({
    "2,, 2",
    "2, 3, 2",
    "abc, 3, 3",
    ", 3, 3",
    "abc, xyz,",
    ",,",
    "'', '',",
    "99999999999, 1, 1",
  })
  void aDamagedLabelIsReadFromTheAnnotation(String label, String annotation, Integer expected) {
    JobBuilder job = job();
    put(job, JobSetLabels.RESTART_ATTEMPT, label, annotation);
    put(job, JobSetLabels.JOB_INDEX, label, annotation);
    put(job, JobSetLabels.JOB_RESTART_ATTEMPT, label, annotation);

    JobRecord record = Records.of(job.build());

    assertThat(record.restartAttempt().stream().boxed().findFirst())
        .isEqualTo(Optional.ofNullable(expected));
    assertThat(record.index().stream().boxed().findFirst())
        .isEqualTo(Optional.ofNullable(expected));
    JobRestartAttempt attempt =
        expected != null
            ? new JobRestartAttempt.Known(expected)
            : label == null && annotation == null
                ? new JobRestartAttempt.Absent()
                : new JobRestartAttempt.Malformed();
    assertThat(record.jobRestartAttempt()).isEqualTo(attempt);
  }

  @ParameterizedTest(name = "label {0}, annotation {1}: {2}")
  @CsvSource({"w, x, w", ", x, x", "'', x, x", ",, ''"})
  void aLostReplicatedJobIsReadFromTheAnnotation(String label, String annotation, String expected) {
    JobBuilder job = job();
    put(job, JobSetLabels.REPLICATEDJOB_NAME, label, annotation);

    assertThat(Records.of(job.build()).replicatedJob()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} {1}, controller {2}: {3}")
  @CsvSource({
    "jobset.x-k8s.io/v1alpha2, JobSet, true, owner-uid",
    "jobset.x-k8s.io/v1alpha2, JobSet, false, ''",
    "jobset.x-k8s.io/v1alpha2, JobSet,, ''",
    "jobset.x-k8s.io/v1, JobSet, true, ''",
    "batch/v1, JobSet, true, ''",
    "jobset.x-k8s.io/v1alpha2, Other, true, ''",
  })
  void onlyAControllingJobSetOwnsAJob(
      String apiVersion, String kind, Boolean controller, String owner) {
    Job job =
        job()
            .editMetadata()
            .withOwnerReferences()
            .addNewOwnerReference()
            .withApiVersion(apiVersion)
            .withKind(kind)
            .withName("js")
            .withUid("owner-uid")
            .withController(controller)
            .endOwnerReference()
            .endMetadata()
            .build();

    assertThat(Records.of(job).ownerUid()).isEqualTo(owner);
  }

  @Test
  void aChangeThatDecidesNothingTellsTheSame() {
    JobRecord before = Records.of(job().build());
    JobRecord later =
        Records.of(
            job()
                .editMetadata()
                .withResourceVersion("13")
                .addToAnnotations("someone", "wrote")
                .endMetadata()
                .build());
    JobRecord ready = Records.of(job().withNewStatus().withReady(1).endStatus().build());

    assertThat(before.tellsTheSameAs(later)).isTrue();
    assertThat(before.tellsTheSameAs(ready)).isFalse();
  }

  @Test
  void aServiceTellsWhoseItIsAndWhomItSelects() {
    ServiceRecord foreign =
        Records.of(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("js")
                .withUid("service-uid")
                .withResourceVersion("3")
                .endMetadata()
                .build());
    ServiceRecord ours =
        Records.of(
            new ServiceBuilder()
                .withNewMetadata()
                .withName("js")
                .addNewOwnerReference()
                .withUid("js-uid")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .addToSelector(JobSetLabels.JOBSET_NAME, "js")
                .endSpec()
                .build());

    assertThat(foreign).isEqualTo(new ServiceRecord("default", "js", "service-uid", "3", "", ""));
    assertThat(ours.controllerUid()).isEqualTo("js-uid");
    assertThat(ours.selectedJobSet()).isEqualTo("js");
  }

  private static void put(JobBuilder job, String key, String label, String annotation) {
    var metadata = job.editMetadata().removeFromLabels(key).removeFromAnnotations(key);
    if (label != null) {
      metadata.addToLabels(key, label);
    }
    if (annotation != null) {
      metadata.addToAnnotations(key, annotation);
    }
    metadata.endMetadata();
  }

  private static Job withCondition(String type, String status) {
    return job()
        .withNewStatus()
        .addNewCondition()
        .withType(type)
        .withStatus(status)
        .endCondition()
        .endStatus()
        .build();
  }

  private static JobBuilder job() {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("js-w-1")
        .withUid("job-uid")
        .withResourceVersion("12")
        .addToLabels(JobSetLabels.REPLICATEDJOB_NAME, "w")
        .addToLabels(JobSetLabels.JOB_INDEX, "1")
        .addToLabels(JobSetLabels.RESTART_ATTEMPT, "2")
        .addNewOwnerReference()
        .withApiVersion("jobset.x-k8s.io/v1alpha2")
        .withKind("JobSet")
        .withName("js")
        .withUid("js-uid")
        .withController(true)
        .endOwnerReference()
        .endMetadata();
  }
}
