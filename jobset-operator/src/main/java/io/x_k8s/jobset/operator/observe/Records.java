package io.x_k8s.jobset.operator.observe;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.x_k8s.jobset.derived.ResumableFields;
import io.x_k8s.jobset.operator.plan.JobFinish;
import io.x_k8s.jobset.operator.plan.JobRecord;
import io.x_k8s.jobset.operator.plan.JobRecord.JobRestartAttempt;
import io.x_k8s.jobset.operator.plan.ServiceRecord;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads from objects the few fields that decisions need. */
final class Records {
  private static final String JOBSET_API_VERSION = "jobset.x-k8s.io/v1alpha2";
  private static final String JOBSET_KIND = "JobSet";

  private Records() {}

  /** A JobSet is kept whole, but for the bookkeeping of who wrote which field. */
  static JobSet of(JobSet jobSet) {
    jobSet.getMetadata().setManagedFields(null);
    return jobSet;
  }

  static ServiceRecord of(Service service) {
    ObjectMeta metadata = service.getMetadata();
    Map<String, String> selector =
        service.getSpec() == null ? null : service.getSpec().getSelector();
    return new ServiceRecord(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        metadata.getResourceVersion(),
        controllerUid(metadata),
        text(selector, JobSetLabels.JOBSET_NAME));
  }

  static ClaimRecord of(PersistentVolumeClaim claim) {
    ObjectMeta metadata = claim.getMetadata();
    return new ClaimRecord(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        metadata.getResourceVersion());
  }

  static JobRecord of(Job job) {
    ObjectMeta metadata = job.getMetadata();
    JobSpec spec = job.getSpec() == null ? new JobSpec() : job.getSpec();
    JobStatus status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    List<JobCondition> conditions =
        status.getConditions() == null ? List.of() : status.getConditions();
    return new JobRecord(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        metadata.getResourceVersion(),
        controllingJobSet(metadata),
        text(metadata, JobSetLabels.REPLICATEDJOB_NAME),
        number(metadata, JobSetLabels.JOB_INDEX),
        number(metadata, JobSetLabels.RESTART_ATTEMPT),
        jobRestartAttempt(metadata),
        finish(conditions),
        conditions.stream().anyMatch(condition -> isTrue(condition, "Suspended")),
        orZero(status.getActive()),
        orZero(status.getReady()),
        orZero(status.getSucceeded()),
        Boolean.TRUE.equals(spec.getSuspend()),
        spec.getParallelism() == null ? 1 : spec.getParallelism(),
        spec.getCompletions() == null ? OptionalInt.empty() : OptionalInt.of(spec.getCompletions()),
        status.getStartTime() != null,
        metadata.getDeletionTimestamp() != null,
        ResumableFields.hashOf(spec.getTemplate()));
  }

  private static String controllingJobSet(ObjectMeta metadata) {
    return controller(metadata)
        .filter(
            owner ->
                JOBSET_API_VERSION.equals(owner.getApiVersion())
                    && JOBSET_KIND.equals(owner.getKind()))
        .map(OwnerReference::getUid)
        .orElse("");
  }

  /** UID of whoever controls the object; empty without one. */
  static String controllerUid(ObjectMeta metadata) {
    return controller(metadata).map(OwnerReference::getUid).orElse("");
  }

  private static Optional<OwnerReference> controller(ObjectMeta metadata) {
    return metadata.getOwnerReferences() == null
        ? Optional.empty()
        : metadata.getOwnerReferences().stream()
            .filter(owner -> Boolean.TRUE.equals(owner.getController()))
            .findFirst();
  }

  private static Optional<JobFinish> finish(List<JobCondition> conditions) {
    for (JobCondition condition : conditions) {
      if (isTrue(condition, "Failed")) {
        return Optional.of(finish(JobFinish.Outcome.FAILED, condition));
      }
      if (isTrue(condition, "Complete")) {
        return Optional.of(finish(JobFinish.Outcome.COMPLETE, condition));
      }
    }
    return Optional.empty();
  }

  private static JobFinish finish(JobFinish.Outcome outcome, JobCondition condition) {
    return new JobFinish(
        outcome,
        condition.getReason() == null ? "" : condition.getReason(),
        condition.getMessage() == null ? "" : condition.getMessage(),
        time(condition.getLastTransitionTime()));
  }

  /** A point in time as the API writes it; empty where there is none, or no usable one. */
  static Optional<Instant> time(String text) {
    try {
      return Optional.ofNullable(text).map(given -> OffsetDateTime.parse(given).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static boolean isTrue(JobCondition condition, String type) {
    return type.equals(condition.getType()) && "True".equals(condition.getStatus());
  }

  private static JobRestartAttempt jobRestartAttempt(ObjectMeta metadata) {
    if (!has(metadata.getLabels(), JobSetLabels.JOB_RESTART_ATTEMPT)
        && !has(metadata.getAnnotations(), JobSetLabels.JOB_RESTART_ATTEMPT)) {
      return new JobRestartAttempt.Absent();
    }
    OptionalInt value = number(metadata, JobSetLabels.JOB_RESTART_ATTEMPT);
    return value.isPresent()
        ? new JobRestartAttempt.Known(value.getAsInt())
        : new JobRestartAttempt.Malformed();
  }

  private static String text(ObjectMeta metadata, String key) {
    String label = text(metadata.getLabels(), key);
    return label.isEmpty() ? text(metadata.getAnnotations(), key) : label;
  }

  /** The annotation of the same key holds the same value, should the label have been damaged. */
  private static OptionalInt number(ObjectMeta metadata, String key) {
    OptionalInt label = number(metadata.getLabels(), key);
    return label.isPresent() ? label : number(metadata.getAnnotations(), key);
  }

  private static OptionalInt number(Map<String, String> values, String key) {
    try {
      return has(values, key)
          ? OptionalInt.of(Integer.parseInt(values.get(key)))
          : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static String text(Map<String, String> values, String key) {
    return has(values, key) ? values.get(key) : "";
  }

  private static boolean has(Map<String, String> values, String key) {
    return values != null && values.get(key) != null;
  }

  private static int orZero(Integer value) {
    return value == null ? 0 : value;
  }
}
