package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.JobSet;

/** Learns from the answers to writes, so that the next pass already knows what this one did. */
public interface WriteObserver {

  /** The API server answered with this state of a Job. */
  void wrote(Job job);

  /** A Job is gone. */
  void deletedJob(String namespace, String name, String uid);

  /** The API server answered with this state of a JobSet. */
  void wrote(JobSet jobSet);

  /** A JobSet is gone. */
  void deletedJobSet(String namespace, String name, String uid);

  /** The API server answered with this state of a Service. */
  void wrote(Service service);

  /** The API server answered with this state of a volume claim. */
  void wrote(PersistentVolumeClaim claim);

  /** This claim exists, whether or not a watch will ever show it. */
  void claimExists(String jobSetUid, String name);

  /** The API server did not let the Pod template of this Job change. */
  void templateChangeRefused(String jobUid);
}
