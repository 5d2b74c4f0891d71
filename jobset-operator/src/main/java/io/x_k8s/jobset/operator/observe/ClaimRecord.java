package io.x_k8s.jobset.operator.observe;

/**
 * A volume claim that exists.
 *
 * @param namespace its namespace
 * @param name its name
 * @param uid its UID
 * @param resourceVersion version that this record was read at
 */
record ClaimRecord(String namespace, String name, String uid, String resourceVersion) {}
