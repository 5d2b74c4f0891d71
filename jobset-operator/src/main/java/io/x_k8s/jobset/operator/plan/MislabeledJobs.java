package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells of Jobs whose labels somebody has changed, so that nobody wonders why a Job is made anew or
 * does not count.
 */
final class MislabeledJobs {
  private static final String REASON = "MislabeledJob";

  private MislabeledJobs() {}

  static void warn(Snapshot now, ChildJobs children, PlanDraft plan) {
    children
        .unreadable()
        .forEach(
            (job, label) -> {
              if (!job.deleting()) {
                plan.warn(
                    PlannedEvent.warning(
                        REASON,
                        "job \"%s\" is deleted and made anew, because its label %s, and the annotation of that key, is missing or says nothing usable. Leave the labels of child Jobs as they are"
                            .formatted(job.name(), label)));
              }
            });
    Set<String> known =
        now.replicatedJobs().stream().map(ReplicatedJob::getName).collect(Collectors.toSet());
    children.active().stream()
        .filter(job -> !job.deleting() && !known.contains(job.replicatedJob()))
        .forEach(
            job ->
                plan.warn(
                    PlannedEvent.warning(
                        REASON,
                        "job \"%s\" counts nowhere, because its label %s says \"%s\", which is no ReplicatedJob of this JobSet. Correct the label of the Job, or delete it to have it made anew"
                            .formatted(
                                job.name(),
                                JobSetLabels.REPLICATEDJOB_NAME,
                                job.replicatedJob()))));
  }
}
