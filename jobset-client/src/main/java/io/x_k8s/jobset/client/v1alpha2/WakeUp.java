package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.concurrent.Semaphore;

/** Releases a permit for every event; what the event is about, the store knows better. */
record WakeUp(Semaphore changes) implements ResourceEventHandler<JobSet> {

  @Override
  public void onAdd(JobSet added) {
    changes.release();
  }

  @Override
  public void onUpdate(JobSet before, JobSet after) {
    changes.release();
  }

  @Override
  public void onDelete(JobSet deleted, boolean finalStateUnknown) {
    changes.release();
  }
}
