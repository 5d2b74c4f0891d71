package io.x_k8s.jobset.v1alpha2;

/**
 * Keys that the controller writes on every child Job and on its Pod template, each both as a label
 * and as an annotation with the same value, over whatever the template has there. Integers are
 * plain decimal text.
 */
public final class JobSetLabels {
  /** Name of the JobSet. Also a label of its claims and the selector of its Service. */
  public static final String JOBSET_NAME = "jobset.sigs.k8s.io/jobset-name";

  /** UID of the JobSet. */
  public static final String JOBSET_UID = "jobset.sigs.k8s.io/jobset-uid";

  /** Name of the ReplicatedJob. */
  public static final String REPLICATEDJOB_NAME = "jobset.sigs.k8s.io/replicatedjob-name";

  /** Replicas of the ReplicatedJob. */
  public static final String REPLICATEDJOB_REPLICAS = "jobset.sigs.k8s.io/replicatedjob-replicas";

  /** Sum of the replicas of all ReplicatedJobs. */
  public static final String GLOBAL_REPLICAS = "jobset.sigs.k8s.io/global-replicas";

  /** Index of the Job in its ReplicatedJob, from 0. */
  public static final String JOB_INDEX = "jobset.sigs.k8s.io/job-index";

  /** Index of the Job among all Jobs of the JobSet, from 0. */
  public static final String JOB_GLOBAL_INDEX = "jobset.sigs.k8s.io/job-global-index";

  /** SHA-1 of {@code <namespace>/<job name>}, 40 lower-case hexadecimal digits. */
  public static final String JOB_KEY = "jobset.sigs.k8s.io/job-key";

  /** Name of the group of the ReplicatedJob. */
  public static final String GROUP_NAME = "jobset.sigs.k8s.io/group-name";

  /** Sum of the replicas of the ReplicatedJobs of the group. */
  public static final String GROUP_REPLICAS = "jobset.sigs.k8s.io/group-replicas";

  /** Index of the Job among all Jobs of its group, from 0. */
  public static final String JOB_GROUP_INDEX = "jobset.sigs.k8s.io/job-group-index";

  /** {@code status.restarts} when the Job was made. */
  public static final String RESTART_ATTEMPT = "jobset.sigs.k8s.io/restart-attempt";

  /**
   * How often this single Job was restarted when it was made; only with the feature gate {@code
   * RestartJob}.
   */
  public static final String JOB_RESTART_ATTEMPT = "jobset.sigs.k8s.io/job-restart-attempt";

  /** DNS name of the coordinating Pod; only if the JobSet names a coordinator. */
  public static final String COORDINATOR = "jobset.sigs.k8s.io/coordinator";

  /** Priority of the Pod. Only a label, and only on Pods; written by the admission webhook. */
  public static final String PRIORITY = "jobset.sigs.k8s.io/priority";

  private JobSetLabels() {}
}
