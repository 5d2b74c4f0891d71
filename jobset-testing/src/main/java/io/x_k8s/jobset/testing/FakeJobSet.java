package io.x_k8s.jobset.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.testing.FakeJob.Phase;
import io.x_k8s.jobset.v1alpha2.JobFailureReason;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetManagedBy;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * A JobSet on an API server that only stores objects. The test says what becomes of its Jobs; the
 * status follows as the operator would have written it, by the JobSet's own startup order, failure
 * policy and success policy. Jobs, Pods and Services are not made.
 *
 * <p>Each method returns when the status is stored. What cannot happen to the JobSet as it is, such
 * as the completion of a failed one, is an {@link IllegalStateException} that says why. All methods
 * may be called from any thread.
 */
public final class FakeJobSet {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KubernetesClient kubernetes;
  private final String namespace;
  private final String name;
  private final String uid;
  private final FakeJobs jobs = new FakeJobs();

  /** Whether it was suspended, from where the script has last waited until now. */
  private final Deque<Boolean> suspensions = new ArrayDeque<>();

  FakeJobSet(KubernetesClient kubernetes, JobSet jobSet) {
    this.kubernetes = kubernetes;
    this.namespace = jobSet.getMetadata().getNamespace();
    this.name = jobSet.getMetadata().getName();
    this.uid = jobSet.getMetadata().getUid();
  }

  /**
   * The JobSet as the API server has it.
   *
   * @return with its newest status
   * @throws IllegalStateException if it was deleted
   */
  public JobSet get() {
    var found = find();
    if (found == null) {
      throw gone();
    }
    return found;
  }

  /**
   * All Jobs whose turn it is get Pods, which are not ready yet: the Jobs count as active.
   *
   * @return this
   */
  public synchronized FakeJobSet start() {
    requireRunning("start");
    jobs.running().stream()
        .filter(job -> job.is(Phase.CREATED))
        .forEach(job -> job.becomes(Phase.ACTIVE));
    pass();
    return this;
  }

  /**
   * All Jobs become ready, one ReplicatedJob after the other where the startup policy or {@code
   * dependsOn} asks for it. A restart that was going on is over then.
   *
   * @return this
   */
  public synchronized FakeJobSet ready() {
    start();
    for (var waiting = notReady(); !waiting.isEmpty(); waiting = notReady()) {
      waiting.forEach(job -> job.becomes(Phase.READY));
      pass();
    }
    return this;
  }

  private List<FakeJob> notReady() {
    return jobs.running().stream().filter(job -> !job.is(Phase.READY)).toList();
  }

  /**
   * Some Jobs of a ReplicatedJob are ready, those with the smallest indexes; its other unfinished
   * Jobs are active.
   *
   * @param replicatedJob its name
   * @param count how many
   * @return this
   */
  public synchronized FakeJobSet ready(String replicatedJob, int count) {
    requireRunning("be ready");
    var unfinished = unfinished(replicatedJob);
    if (count > unfinished.size()) {
      throw new IllegalStateException(
          "%d Jobs of %s cannot be ready: it has %d that exist and are not over."
              .formatted(count, replicatedJob, unfinished.size()));
    }
    for (var i = 0; i < unfinished.size(); i++) {
      unfinished.get(i).becomes(i < count ? Phase.READY : Phase.ACTIVE);
    }
    pass();
    return this;
  }

  /**
   * All unfinished Jobs of a ReplicatedJob succeed.
   *
   * @param replicatedJob its name
   * @return this
   */
  public synchronized FakeJobSet succeed(String replicatedJob) {
    requireRunning("succeed");
    unfinished(replicatedJob).forEach(job -> job.becomes(Phase.SUCCEEDED));
    pass();
    return this;
  }

  /**
   * One Job succeeds.
   *
   * @param replicatedJob name of its ReplicatedJob
   * @param index its index there, from 0
   * @return this
   */
  public synchronized FakeJobSet succeed(String replicatedJob, int index) {
    requireRunning("succeed");
    unfinished(replicatedJob, index).becomes(Phase.SUCCEEDED);
    pass();
    return this;
  }

  /**
   * Jobs succeed, one ReplicatedJob after the other, until the success policy is met.
   *
   * @return this, completed
   */
  public synchronized FakeJobSet complete() {
    requireRunning("complete");
    for (var replicatedJob : get().getSpec().getReplicatedJobs()) {
      jobs.of(replicatedJob.getName())
          .filter(job -> !job.isFinished() && !job.isSuspended())
          .forEach(job -> job.becomes(Phase.SUCCEEDED));
      pass();
      if (isFinished(get())) {
        return this;
      }
    }
    throw new IllegalStateException(
        "JobSet %s/%s cannot complete: all of its Jobs that exist have succeeded, and its success policy is not met: %s"
            .formatted(namespace, name, get().getStatus()));
  }

  /**
   * One Job fails, as when its Pods have failed more often than its {@code backoffLimit} allows.
   * The JobSet's failure policy says what comes of it: the JobSet fails, or restarts.
   *
   * @param replicatedJob name of its ReplicatedJob
   * @param index its index there, from 0
   * @return this
   */
  public FakeJobSet fail(String replicatedJob, int index) {
    return fail(
        replicatedJob,
        index,
        JobFailureReason.BACKOFF_LIMIT_EXCEEDED,
        "Job has reached the specified backoff limit");
  }

  /**
   * One Job fails for a reason that rules of the failure policy may ask for.
   *
   * @param replicatedJob name of its ReplicatedJob
   * @param index its index there, from 0
   * @param reason one of {@link JobFailureReason}
   * @param message what the Job's condition says
   * @return this
   */
  public synchronized FakeJobSet fail(
      String replicatedJob, int index, String reason, String message) {
    requireRunning("fail");
    unfinished(replicatedJob, index).fails(reason, message);
    pass();
    return this;
  }

  /**
   * The first Job fails, after each restart again, until the JobSet has failed.
   *
   * @return this, failed
   * @throws IllegalStateException if the failure policy restarts it for ever
   */
  public synchronized FakeJobSet fail() {
    requireRunning("fail");
    while (true) {
      var before = get().getStatus();
      failFirst();
      var after = get();
      if (isFinished(after)) {
        return this;
      }
      if (budgetUsed(after.getStatus()) == budgetUsed(before)) {
        throw new IllegalStateException(
            "JobSet %s/%s cannot fail: its failure policy restarts it however often a Job fails."
                .formatted(namespace, name));
      }
    }
  }

  /**
   * The first Job fails, and the JobSet restarts: its Jobs are made anew, and have no Pods yet.
   *
   * @return this
   * @throws IllegalStateException if the JobSet fails instead, by its failure policy
   */
  public synchronized FakeJobSet restart() {
    requireRunning("restart");
    var before = get().getStatus().getRestarts();
    failFirst();
    var after = get();
    if (after.getStatus().getRestarts() == before) {
      throw new IllegalStateException(
          "JobSet %s/%s does not restart, by its failure policy: its status is %s"
              .formatted(namespace, name, after.getStatus()));
    }
    return this;
  }

  private void failFirst() {
    var first = jobs.running().get(0);
    fail(first.replicatedJob(), first.index());
  }

  /**
   * Somebody, such as a queue, suspends the JobSet: its Jobs lose their Pods.
   *
   * @return this, suspended
   */
  public FakeJobSet suspend() {
    return setSuspend(true);
  }

  /**
   * Somebody, such as a queue, lets the JobSet run: its Jobs have no Pods yet.
   *
   * @return this
   */
  public FakeJobSet resume() {
    return setSuspend(false);
  }

  private synchronized FakeJobSet setSuspend(boolean value) {
    get();
    change(
        () ->
            resource()
                .edit(jobSet -> jobSet.edit().editSpec().withSuspend(value).endSpec().build()));
    pass();
    return this;
  }

  /**
   * Waits, at most 30 seconds, until the JobSet is suspended. It may have been resumed again since.
   *
   * @return this
   */
  public FakeJobSet awaitSuspended() {
    return await(true, "suspended");
  }

  /**
   * Waits, at most 30 seconds, until the JobSet is not suspended. It may have been suspended again
   * since.
   *
   * @return this
   */
  public FakeJobSet awaitResumed() {
    return await(false, "resumed");
  }

  private synchronized FakeJobSet await(boolean wanted, String what) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    pass();
    while (!hasBeen(wanted)) {
      var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new IllegalStateException(
            "JobSet %s/%s was not %s within %d seconds."
                .formatted(namespace, name, what, PATIENCE.toSeconds()));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for the JobSet", e);
      }
      pass();
    }
    return this;
  }

  /** Goes on to when it was suspended, or was not; the program need not wait for the script. */
  private boolean hasBeen(boolean wanted) {
    while (suspensions.size() > 1 && suspensions.getFirst() != wanted) {
      suspensions.removeFirst();
    }
    return suspensions.getFirst() == wanted;
  }

  /** Looks at what somebody else has changed. */
  synchronized void react() {
    if (find() != null) {
      pass();
    }
    notifyAll();
  }

  /** Passes until there is nothing more to tell. */
  private void pass() {
    var again = true;
    while (again) {
      var now = get();
      if (suspensions.isEmpty() || suspensions.getLast() != isSuspended(now)) {
        suspensions.addLast(isSuspended(now));
      }
      if (isManagedElsewhere(now)) {
        return;
      }
      var result = FakePass.run(now, jobs, Instant.now());
      var changed = !result.status().equals(now.getStatus());
      if (changed) {
        write(result.status());
      }
      again = changed || result.jobsChanged();
    }
  }

  private void write(JobSetStatus status) {
    change(
        () ->
            resource()
                .editStatus(
                    jobSet -> {
                      jobSet.setStatus(status);
                      return jobSet;
                    }));
  }

  /** The program may write at the same time; nothing that it writes is needed here. */
  private void change(Runnable write) {
    while (true) {
      try {
        write.run();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          throw gone();
        }
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
  }

  private Gone gone() {
    return new Gone("JobSet %s/%s does not exist any more.".formatted(namespace, name));
  }

  private JobSet find() {
    var found = resource().get();
    return found == null || !uid.equals(found.getMetadata().getUid()) ? null : found;
  }

  private Resource<JobSet> resource() {
    return kubernetes.resources(JobSet.class).inNamespace(namespace).withName(name);
  }

  private void requireRunning(String verb) {
    pass();
    var now = get();
    var problem = problem(now);
    if (problem != null) {
      throw new IllegalStateException(
          "JobSet %s/%s cannot %s: %s".formatted(namespace, name, verb, problem));
    }
  }

  private String problem(JobSet now) {
    if (isManagedElsewhere(now)) {
      return "it is managed by %s.".formatted(now.getSpec().getManagedBy());
    }
    if (isFinished(now)) {
      return "it has ended as %s.".formatted(now.getStatus().getTerminalState());
    }
    if (isSuspended(now)) {
      return "it is suspended. Call resume(), or awaitResumed() if the program resumes it.";
    }
    return jobs.running().isEmpty() ? "it has no Jobs that could run." : null;
  }

  private List<FakeJob> unfinished(String replicatedJob) {
    if (replicatedJobs().stream().noneMatch(job -> replicatedJob.equals(job.getName()))) {
      throw new IllegalStateException(
          "JobSet %s/%s has no ReplicatedJob \"%s\"; it has %s."
              .formatted(
                  namespace,
                  name,
                  replicatedJob,
                  replicatedJobs().stream().map(ReplicatedJob::getName).toList()));
    }
    return jobs.of(replicatedJob).filter(job -> !job.isFinished()).toList();
  }

  private FakeJob unfinished(String replicatedJob, int index) {
    return unfinished(replicatedJob).stream()
        .filter(job -> job.index() == index)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Job %s is over, or was not made yet."
                        .formatted(JobSetNames.job(name, replicatedJob, index))));
  }

  private List<ReplicatedJob> replicatedJobs() {
    return Objects.requireNonNullElse(get().getSpec().getReplicatedJobs(), List.of());
  }

  private static int budgetUsed(JobSetStatus status) {
    return status.getRestartsCountTowardsMax()
        + FakeJobRestarts.countTowardsMax(status.getReplicatedJobsStatus());
  }

  private static boolean isFinished(JobSet jobSet) {
    return jobSet.getStatus() != null && jobSet.getStatus().getTerminalState() != null;
  }

  private static boolean isSuspended(JobSet jobSet) {
    return jobSet.getSpec() != null && Boolean.TRUE.equals(jobSet.getSpec().getSuspend());
  }

  private static boolean isManagedElsewhere(JobSet jobSet) {
    var managedBy = jobSet.getSpec() == null ? null : jobSet.getSpec().getManagedBy();
    return managedBy != null && !managedBy.equals(JobSetManagedBy.JOBSET_CONTROLLER);
  }

  /** The JobSet was deleted, which a script need not expect. */
  static final class Gone extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Gone(String message) {
      super(message);
    }
  }
}
