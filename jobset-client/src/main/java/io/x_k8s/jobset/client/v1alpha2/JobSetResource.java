package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extension.ExtensibleResource;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.util.function.Consumer;

/** Operations on one JobSet. */
public interface JobSetResource extends ExtensibleResource<JobSet> {

  /**
   * Follows the JobSet until it has ended, or until there is no more time.
   *
   * <p>Call it after the JobSet was created: one that does not exist is {@link
   * JobSetOutcome.Deleted}. The wait concerns one object: if another takes its name meanwhile, the
   * first one is deleted. Where {@link #getItem()} has a UID, it is that object; otherwise the one
   * that has the name when the wait begins.
   *
   * <p>Once begun, the wait survives that the API server restarts, cannot be reached, or has
   * forgotten the point from which to go on watching; what happened meanwhile is caught up on.
   *
   * @param timeout how long to wait at most; {@link JobSetOutcome.TimedOut} afterwards
   * @param listener gets the JobSet as it is when the wait begins and after each change, its end
   *     included, in the calling thread. Changes during a call are summed up in the next one. What
   *     it throws ends the wait and goes to the caller. {@link JobSetProgress#of} gives the numbers
   *     to show
   * @return how it ended
   * @throws KubernetesClientException if the wait cannot begin: no access, no JobSets in this
   *     cluster, no cluster; or if an answer cannot be understood
   * @throws InterruptedException if the thread is interrupted. Then too, nothing of the wait stays
   *     behind, neither a thread nor a watch
   */
  JobSetOutcome waitUntilFinished(Duration timeout, Consumer<? super JobSet> listener)
      throws InterruptedException;

  /**
   * The same, without a listener.
   *
   * @param timeout how long to wait at most
   * @return how it ended
   * @throws KubernetesClientException if the wait cannot begin, or an answer not be understood
   * @throws InterruptedException if the thread is interrupted
   */
  default JobSetOutcome waitUntilFinished(Duration timeout) throws InterruptedException {
    return waitUntilFinished(timeout, jobSet -> {});
  }
}
