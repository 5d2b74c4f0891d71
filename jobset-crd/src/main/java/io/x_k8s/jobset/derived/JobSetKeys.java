package io.x_k8s.jobset.derived;

import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.names.JobKey;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The keys that tell of a child Job where it belongs. Each is written as label and as annotation,
 * on the Job and on its Pod template (specification of the controller, section 1.2).
 */
final class JobSetKeys {
  private final Parent parent;
  private final String replicatedJob;
  private final String group;
  private final JobIndexes indexes;
  private final Map<String, String> common = new LinkedHashMap<>();

  JobSetKeys(JobSet jobSet, ReplicatedJob replicatedJob, JobIndexes indexes) {
    this.parent = Parent.of(jobSet);
    this.replicatedJob = Objects.requireNonNullElse(replicatedJob.getName(), "");
    this.group = JobIndexes.groupOf(replicatedJob);
    this.indexes = indexes;
    int restarts = jobSet.getStatus() == null ? 0 : jobSet.getStatus().getRestarts();
    common.put(JobSetLabels.JOBSET_NAME, parent.name());
    common.put(JobSetLabels.JOBSET_UID, parent.uid());
    common.put(JobSetLabels.REPLICATEDJOB_NAME, this.replicatedJob);
    common.put(
        JobSetLabels.REPLICATEDJOB_REPLICAS,
        Integer.toString(JobIndexes.replicasOf(replicatedJob)));
    common.put(JobSetLabels.GLOBAL_REPLICAS, Long.toString(indexes.globalReplicas()));
    common.put(JobSetLabels.GROUP_NAME, group);
    common.put(JobSetLabels.GROUP_REPLICAS, Long.toString(indexes.groupReplicas(group)));
    common.put(JobSetLabels.RESTART_ATTEMPT, Integer.toString(restarts));
    JobSetNames.coordinatorEndpoint(jobSet)
        .ifPresent(endpoint -> common.put(JobSetLabels.COORDINATOR, endpoint));
  }

  String jobName(int index) {
    return JobSetNames.job(parent.name(), replicatedJob, index);
  }

  /** The keys of one Job with their values, in an order that never changes. */
  Map<String, String> of(int index, OptionalInt jobRestartAttempt) {
    Map<String, String> keys = new LinkedHashMap<>(common);
    keys.put(JobSetLabels.JOB_INDEX, Integer.toString(index));
    keys.put(JobSetLabels.JOB_GLOBAL_INDEX, text(indexes.globalIndex(replicatedJob, index)));
    keys.put(JobSetLabels.JOB_GROUP_INDEX, text(indexes.groupIndex(replicatedJob, group, index)));
    keys.put(JobSetLabels.JOB_KEY, JobKey.of(parent.namespace(), jobName(index)));
    jobRestartAttempt.ifPresent(
        attempt -> keys.put(JobSetLabels.JOB_RESTART_ATTEMPT, Integer.toString(attempt)));
    return keys;
  }

  private static String text(OptionalLong index) {
    return index.isPresent() ? Long.toString(index.getAsLong()) : "";
  }
}
