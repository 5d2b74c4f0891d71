package io.x_k8s.jobset.e2e.cluster;

/** What a local cluster consists of. */
enum ClusterMode {
  /** etcd and API server only. */
  API,
  /** The control plane, and nodes without machines. */
  SIMULATED,
  /** The control plane, and this machine as node. */
  REAL
}
