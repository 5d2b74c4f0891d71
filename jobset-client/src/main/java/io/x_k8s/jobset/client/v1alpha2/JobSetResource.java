package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extension.ExtensibleResource;
import io.x_k8s.jobset.client.kueue.KueueWorkload;
import io.x_k8s.jobset.client.v1alpha2.explain.Explanation;
import io.x_k8s.jobset.client.v1alpha2.logs.JobSetLogs;
import io.x_k8s.jobset.client.v1alpha2.logs.LogOptions;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Operations on one JobSet: those of any resource, and what JobSets have beside. Where {@link
 * #getItem()} has a UID, that very object is meant, and a namesake that was made later is left
 * alone; otherwise the object that has the name.
 *
 * <p>Unless it says otherwise, an operation throws a {@link KubernetesClientException} that says
 * what is wrong: with code 404, that there is no such JobSet, or that JobSet is not installed in
 * the cluster; with code 403, which verb on which resource is not allowed.
 */
public interface JobSetResource extends ExtensibleResource<JobSet> {

  /**
   * Creates the JobSet of {@link #getItem()}, after it was checked here: what is wrong with it is
   * told all at once, and before anything is sent.
   *
   * <p>If the answer of the API server is lost and the request is repeated, a JobSet with a name of
   * its own turns out to exist already, and one with a {@code generateName} is created twice;
   * {@link #apply} can be repeated.
   *
   * @return operations on the very JobSet that was created; its {@link #getItem()} is as the API
   *     server has it, with its name
   * @throws InvalidJobSetException if it is invalid
   */
  JobSetResource submit();

  /**
   * Creates the JobSet of {@link #getItem()}, or makes the existing one of that name what it says,
   * after it was checked as {@link #submit()} does. That is server-side apply: fields that it does
   * not name are left to others, fields that it has ceased to name are removed, and applying the
   * same again changes nothing, not even the resource version. Most of a JobSet cannot change once
   * it exists; {@link JobSets#validate(JobSet, JobSet)} tells what can.
   *
   * <p>Fields that others have set to another value are a conflict, with code 409. To take them
   * over: {@code fieldManager(name).forceConflicts().serverSideApply()}.
   *
   * @param fieldManager who applies: one name for each program, the same each time
   * @return operations on the very JobSet that was applied, as {@link #submit()} returns them
   * @throws InvalidJobSetException if it is invalid, or has no name
   */
  JobSetResource apply(String fieldManager);

  /**
   * Suspends the JobSet: its Pods are deleted, its Jobs wait. Does nothing if it is suspended
   * already. Only that one field is written, so it gets on with others who write at the same time.
   *
   * <p>A JobSet in a queue of Kueue is Kueue's to suspend and resume: what is done here, it undoes.
   *
   * @return the JobSet as it then is
   */
  JobSet suspend();

  /**
   * Resumes the JobSet: its Jobs get Pods again. Does nothing if it is not suspended. The same
   * applies as to {@link #suspend()}.
   *
   * @return the JobSet as it then is
   */
  JobSet resume();

  /**
   * Reads how often the JobSet was restarted, when and why, as far as the cluster still knows.
   *
   * @return its history; empty for a JobSet that was never restarted
   */
  RestartHistory restartHistory();

  /**
   * Reads the logs of the JobSet's Pods as one.
   *
   * <pre>{@code
   * try (var logs = jobSets.withName("training").logs(LogOptions.FOLLOWING)) {
   *   logs.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param options which logs, and whether to follow them to the end of the JobSet
   * @return to be read and to be closed
   */
  JobSetLogs logs(LogOptions options);

  /**
   * Finds out why the JobSet is not running, or not with all its Pods: reads its Jobs, Pods, their
   * events and Kueue's Workload, and puts what stands in its way into sentences. Whatever of these
   * may not be read is left out, and the explanation says so.
   *
   * @return the reasons; none if nothing stands in its way that the cluster tells of
   */
  Explanation explain();

  /**
   * Finds what Kueue says about the JobSet.
   *
   * @return its Workload; empty if Kueue is not installed or does not manage the JobSet (yet)
   */
  Optional<KueueWorkload> workload();

  /**
   * Follows the JobSet until it has ended, or until there is no more time.
   *
   * <p>Call it after the JobSet was created: one that does not exist is {@link
   * JobSetOutcome.Deleted}. The wait concerns one object: if another takes its name meanwhile, the
   * first one is deleted. Without a UID, it is the one that has the name when the wait begins.
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
