package io.x_k8s.jobset.e2e.cluster;

import java.util.List;
import java.util.UUID;

/** Who may talk to a cluster's API server: a user with a token that never changes. */
record ClusterUser(String name, List<String> groups, String token) {

  /** What the API server allows everything, without asking RBAC. */
  static final String MASTERS = "system:masters";

  static ClusterUser of(String name, List<String> groups) {
    return new ClusterUser(name, List.copyOf(groups), UUID.randomUUID().toString());
  }

  /** The user's line in the API server's {@code --token-auth-file}. */
  String tokenFileLine() {
    return "%s,%s,%s,\"%s\"%n".formatted(token, name, name, String.join(",", groups));
  }
}
