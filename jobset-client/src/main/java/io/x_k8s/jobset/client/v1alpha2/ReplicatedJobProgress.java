package io.x_k8s.jobset.client.v1alpha2;

/**
 * How far the Jobs of one ReplicatedJob are. All numbers count Jobs, not Pods; {@code ready},
 * {@code succeeded} and {@code failed} don't overlap, {@code ready} Jobs are usually {@code active}
 * as well.
 *
 * @param name of the ReplicatedJob
 * @param replicas Jobs that there are to be
 * @param ready unfinished Jobs that have all their Pods ready or succeeded
 * @param active unfinished Jobs that have Pods
 * @param succeeded Jobs that have completed
 * @param failed Jobs that have failed
 * @param suspended unfinished Jobs that are suspended
 */
public record ReplicatedJobProgress(
    String name, int replicas, int ready, int active, int succeeded, int failed, int suspended) {}
