package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.api.model.Pod;

/** Learns from the answers to writes of Pods. */
public interface PodObserver {

  /** The API server answered with this state of a Pod. */
  void wrote(Pod pod);

  /** A Pod is gone. */
  void deletedPod(String namespace, String name, String uid);
}
