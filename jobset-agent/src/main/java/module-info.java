/**
 * The agent of in-place restarts. A named module of the JDK's own modules, so that it can be linked
 * into a runtime that holds nothing else.
 */
module io.x_k8s.jobset.agent {
  requires jdk.net; // to notice a dead connection
  requires jdk.unsupported; // to learn which signal has come
}
