package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the size of running Jobs in line with their ReplicatedJob (specification of the
 * controller, section 15). Only indexed Jobs whose parallelism equals their completions can change
 * size.
 */
final class Elasticity {
  private static final String INDEXED = "Indexed";

  private Elasticity() {}

  static void adjust(Snapshot now, ChildJobs children, PlanDraft plan) {
    if (!now.isEnabled(FeatureGate.ELASTIC_JOB_SET)) {
      return;
    }
    List<Action> changes = new ArrayList<>();
    for (ReplicatedJob replicatedJob : now.replicatedJobs()) {
      wantedSize(replicatedJob)
          .ifPresent(
              size ->
                  children.active().stream()
                      .filter(job -> job.replicatedJob().equals(replicatedJob.getName()))
                      .filter(job -> !job.deleting())
                      .filter(
                          job -> job.parallelism() != size || job.completions().orElse(1) != size)
                      .map(job -> resize(job, size))
                      .forEach(changes::add));
    }
    plan.stage(changes, Optional.empty());
  }

  /** Unset means 1, which the API server makes of it. */
  private static Optional<Integer> wantedSize(ReplicatedJob replicatedJob) {
    JobSpec spec =
        replicatedJob.getTemplate() == null ? null : replicatedJob.getTemplate().getSpec();
    if (spec == null || !INDEXED.equals(spec.getCompletionMode())) {
      return Optional.empty();
    }
    int parallelism = spec.getParallelism() == null ? 1 : spec.getParallelism();
    int completions = spec.getCompletions() == null ? 1 : spec.getCompletions();
    return parallelism == completions ? Optional.of(parallelism) : Optional.empty();
  }

  private static Action resize(JobRecord job, int size) {
    return new Action.PatchJob(
        job.name(),
        job.uid(),
        false,
        List.of(
            new Action.FieldChange("/spec/parallelism", size),
            new Action.FieldChange("/spec/completions", size)),
        "scaling");
  }
}
