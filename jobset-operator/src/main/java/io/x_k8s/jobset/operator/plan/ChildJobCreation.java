package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.derived.ChildJobTemplate;
import io.x_k8s.jobset.derived.DerivedObjects;
import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.RestartStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Which Jobs of a ReplicatedJob are missing, and what they look like. */
final class ChildJobCreation {
  private final Snapshot now;
  private final ChildJobs children;
  private final DerivedObjects derived;
  private final Map<String, int[]> jobRestarts;

  ChildJobCreation(Snapshot now, ChildJobs children) {
    this.now = now;
    this.children = children;
    this.derived = DerivedObjects.of(now.jobSet());
    this.jobRestarts = now.isEnabled(FeatureGate.RESTART_JOB) ? JobRestarts.targets(now) : Map.of();
  }

  /**
   * The Jobs whose name is free. With {@code BlockingRecreate} none, while a Job of an earlier
   * attempt still exists: the new attempt starts as a whole.
   */
  List<Action> missing(ReplicatedJob replicatedJob) {
    if (isBlockingRecreate() && !children.previous().isEmpty()) {
      return List.of();
    }
    List<Action> missing = new ArrayList<>();
    ChildJobTemplate template = null;
    for (int index = 0; index < JobIndexes.replicasOf(replicatedJob); index++) {
      String name = JobSetNames.job(now.name(), replicatedJob.getName(), index);
      if (!children.names().contains(name)) {
        template = template == null ? template(replicatedJob) : template;
        missing.add(create(template, name, replicatedJob, index));
      }
    }
    return missing;
  }

  /**
   * The Jobs of a ReplicatedJob as they should be; it is costly enough to make only when needed.
   */
  ChildJobTemplate template(ReplicatedJob replicatedJob) {
    return derived.jobsOf(replicatedJob);
  }

  /** The attempt that a Job of its own must carry; empty when single Jobs never restart. */
  OptionalInt jobRestartAttempt(ReplicatedJob replicatedJob, int index) {
    int[] attempts = jobRestarts.get(replicatedJob.getName());
    if (attempts == null) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(index < attempts.length ? attempts[index] : 0);
  }

  private Action create(
      ChildJobTemplate template, String name, ReplicatedJob replicatedJob, int index) {
    OptionalInt attempt = jobRestartAttempt(replicatedJob, index);
    return new Action.CreateJob(name, () -> template.build(index, attempt));
  }

  private boolean isBlockingRecreate() {
    var policy = now.spec().getFailurePolicy();
    return policy != null && RestartStrategy.BLOCKING_RECREATE.equals(policy.getRestartStrategy());
  }
}
