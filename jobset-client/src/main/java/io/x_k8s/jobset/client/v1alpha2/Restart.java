package io.x_k8s.jobset.client.v1alpha2;

import java.time.Instant;
import java.util.Optional;

/**
 * A restart that the cluster still tells of, or several of the same kind: Kubernetes folds equal
 * events into one, which keeps the first and the last time and counts. It may write that minutes
 * later, so the count can lag behind.
 *
 * @param first when it happened, or happened first
 * @param last when it happened last, as far as that was written
 * @param times how often, as far as that was written; at least 1
 * @param action what the failure policy asked for, one of {@link
 *     io.x_k8s.jobset.v1alpha2.FailurePolicyAction}
 * @param rule the failure policy's rule that asked for it; empty if none matched, if a single Job
 *     was restarted, or if that is not known any more
 * @param firstFailedJob the Job whose failure was the cause; empty if that is not told
 * @param message what the operator said
 */
public record Restart(
    Instant first,
    Instant last,
    int times,
    String action,
    Optional<String> rule,
    Optional<String> firstFailedJob,
    String message) {}
