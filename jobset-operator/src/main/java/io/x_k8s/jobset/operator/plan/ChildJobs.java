package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.plan.JobRecord.JobRestartAttempt;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The child Jobs of a JobSet, each in exactly one bucket (specification of the controller, section
 * 4).
 *
 * @param active of the current attempt and unfinished
 * @param successful of the current attempt and complete
 * @param failed of the current attempt and failed
 * @param previous of an earlier attempt, or with labels and annotations that nobody can read: to be
 *     deleted and made anew
 * @param unreadable those of the previous ones whose label of this key nobody can read
 * @param names names of all of them
 */
record ChildJobs(
    List<JobRecord> active,
    List<JobRecord> successful,
    List<JobRecord> failed,
    List<JobRecord> previous,
    Map<JobRecord, String> unreadable,
    Set<String> names) {

  static ChildJobs of(Snapshot now) {
    ChildJobs children =
        new ChildJobs(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new LinkedHashMap<>(),
            HashSet.newHashSet(now.jobs().size()));
    Attempts attempts = Attempts.of(now);
    for (JobRecord job : now.jobs()) {
      children.names.add(job.name());
      children.bucketOf(job, attempts).add(job);
    }
    return children;
  }

  private List<JobRecord> bucketOf(JobRecord job, Attempts attempts) {
    Optional<String> unreadableLabel = attempts.unreadableLabel(job);
    if (unreadableLabel.isPresent()) {
      unreadable.put(job, unreadableLabel.get());
      return previous;
    }
    if (!attempts.isCurrent(job)) {
      return previous;
    }
    if (job.failedFinally()) {
      return failed;
    }
    return job.succeededFinally() ? successful : active;
  }

  /** The attempts that Jobs must carry to count as current. */
  private record Attempts(int restarts, boolean singleJobs, Map<String, int[]> jobRestarts) {

    static Attempts of(Snapshot now) {
      boolean singleJobs = now.isEnabled(FeatureGate.RESTART_JOB);
      return new Attempts(
          now.restarts(), singleJobs, singleJobs ? JobRestarts.targets(now) : Map.of());
    }

    /** Whether a Job, all of whose labels can be read, belongs to the attempts of now. */
    boolean isCurrent(JobRecord job) {
      return !isOfEarlierRestart(job)
          && (!singleJobs
              || !(job.jobRestartAttempt() instanceof JobRestartAttempt.Known known)
              || known.value() >= targets(job)[job.index().getAsInt()]);
    }

    /** The label for want of which a Job cannot be told current or previous. */
    Optional<String> unreadableLabel(JobRecord job) {
      if (job.restartAttempt().isEmpty()) {
        return Optional.of(JobSetLabels.RESTART_ATTEMPT);
      }
      if (!singleJobs || isOfEarlierRestart(job)) {
        return Optional.empty();
      }
      if (job.replicatedJob().isEmpty()) {
        return Optional.of(JobSetLabels.REPLICATEDJOB_NAME);
      }
      if (job.index().isEmpty()) {
        return Optional.of(JobSetLabels.JOB_INDEX);
      }
      return switch (job.jobRestartAttempt()) {
        case JobRestartAttempt.Absent absent -> Optional.empty();
        case JobRestartAttempt.Malformed malformed -> Optional.of(JobSetLabels.JOB_RESTART_ATTEMPT);
        case JobRestartAttempt.Known known ->
            job.index().getAsInt() >= 0 && job.index().getAsInt() < targets(job).length
                ? Optional.empty()
                : Optional.of(JobSetLabels.JOB_INDEX);
      };
    }

    private boolean isOfEarlierRestart(JobRecord job) {
      return job.restartAttempt().getAsInt() < restarts;
    }

    private int[] targets(JobRecord job) {
      return jobRestarts.getOrDefault(job.replicatedJob(), new int[0]);
    }
  }
}
