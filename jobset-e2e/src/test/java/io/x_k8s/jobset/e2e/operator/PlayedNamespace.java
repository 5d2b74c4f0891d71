package io.x_k8s.jobset.e2e.operator;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A namespace in which many Jobs are played at once. It knows its Jobs and JobSets by watches of
 * its own, past the operator's proxy, and plays the garbage collector: a Job that is deleted in the
 * foreground is gone after a moment.
 */
final class PlayedNamespace implements AutoCloseable {
  private static final int LONGEST_DELETION_MILLIS = 300;

  private final TestNamespace namespace;
  private final SharedIndexInformer<Job> jobs;
  private final SharedIndexInformer<JobSet> jobSets;
  private final ScheduledExecutorService garbageCollector =
      Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());
  private final Random random;

  /**
   * @param seed decides how long each deletion takes
   */
  PlayedNamespace(TestNamespace namespace, long seed) {
    this.namespace = namespace;
    this.random = new Random(seed);
    this.jobs =
        namespace
            .client()
            .batch()
            .v1()
            .jobs()
            .inNamespace(namespace.name())
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Job job) {
                    collect(job);
                  }

                  @Override
                  public void onUpdate(Job before, Job job) {
                    if (!JobController.isInForegroundDeletion(before)) {
                      collect(job);
                    }
                  }

                  @Override
                  public void onDelete(Job job, boolean unknown) {}
                });
    this.jobSets =
        namespace.client().resources(JobSet.class).inNamespace(namespace.name()).inform();
  }

  TestNamespace namespace() {
    return namespace;
  }

  Optional<Job> job(String name) {
    return Optional.ofNullable(jobs.getIndexer().getByKey(namespace.name() + "/" + name));
  }

  Optional<JobSet> jobSet(String name) {
    return Optional.ofNullable(jobSets.getIndexer().getByKey(namespace.name() + "/" + name));
  }

  private void collect(Job job) {
    if (JobController.isInForegroundDeletion(job)) {
      garbageCollector.schedule(
          () -> namespace.jobController().ifStillThere(job).finishDeleting(),
          moment(),
          TimeUnit.MILLISECONDS);
    }
  }

  private synchronized int moment() {
    return random.nextInt(LONGEST_DELETION_MILLIS);
  }

  @Override
  public void close() {
    garbageCollector.shutdownNow();
    jobs.close();
    jobSets.close();
  }
}
