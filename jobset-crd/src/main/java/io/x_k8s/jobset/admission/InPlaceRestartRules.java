package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.x_k8s.jobset.v1alpha2.FailurePolicy;
import io.x_k8s.jobset.v1alpha2.RestartStrategy;
import java.util.Objects;

/** Restarting containers in place: behind a gate, and not with any Job (rules C1, C10). */
final class InPlaceRestartRules {
  private static final String FAILED = "Failed";
  private static final String WHEN_ENABLED = " when in-place restart is enabled";

  private InPlaceRestartRules() {}

  static void checkGate(Candidate candidate, AdmissionGates gates, Errors errors) {
    if (isWanted(candidate) && !gates.inPlaceRestart()) {
      errors.invalid(
          "spec.failurePolicy.restartStrategy",
          RestartStrategy.IN_PLACE_RESTART,
          "InPlaceRestart restart strategy cannot be set when InPlaceRestart feature gate is"
              + " disabled");
    }
  }

  static void check(Candidate candidate, Template template, AdmissionGates gates, Errors errors) {
    if (!isWanted(candidate) || !gates.inPlaceRestart()) {
      return;
    }
    JobSpec job = template.jobSpec();
    String path = template.jobSpecPath();
    String who = "replicatedJob " + template.name() + ": ";
    if (!Objects.equals(job.getBackoffLimit(), Integer.MAX_VALUE)) {
      errors.invalid(
          path + ".backoffLimit",
          job.getBackoffLimit(),
          who + "must be set to " + Integer.MAX_VALUE + " (MaxInt32)" + WHEN_ENABLED);
    }
    if (!FAILED.equals(job.getPodReplacementPolicy())) {
      errors.invalid(
          path + ".podReplacementPolicy",
          job.getPodReplacementPolicy(),
          who + "must be set to " + FAILED + WHEN_ENABLED);
    }
    if (job.getCompletions() == null
        || !Objects.equals(job.getCompletions(), job.getParallelism())) {
      errors.invalid(
          path + ".completions",
          job.getCompletions(),
          who + "completions and parallelism must be set and equal to each other" + WHEN_ENABLED);
    }
  }

  static boolean isWanted(Candidate candidate) {
    FailurePolicy policy = candidate.spec().getFailurePolicy();
    return policy != null && RestartStrategy.IN_PLACE_RESTART.equals(policy.getRestartStrategy());
  }
}
