package io.x_k8s.jobset.operator.plan;

/**
 * What the controller knows of a Service: enough to see whose it is.
 *
 * @param namespace its namespace
 * @param name its name
 * @param uid its UID
 * @param resourceVersion version that this record was read at
 * @param controllerUid UID of its controller; empty when it has none
 * @param selectedJobSet name of the JobSet whose Pods its selector picks; empty when it picks
 *     others
 */
public record ServiceRecord(
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    String controllerUid,
    String selectedJobSet) {}
