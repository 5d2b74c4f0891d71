package io.x_k8s.jobset.operator.observe;

import java.util.Map;

/**
 * A node that exists.
 *
 * @param name its name
 * @param uid its UID
 * @param resourceVersion version that this record was read at
 * @param labels its labels, which name its topology domains
 */
public record NodeRecord(
    String name, String uid, String resourceVersion, Map<String, String> labels) {
  public NodeRecord {
    labels = Map.copyOf(labels);
  }
}
