package io.x_k8s.jobset.client.v1alpha2.logs;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The logs of the Pods of a JobSet, as they are written. Lines of one container come in their
 * order; between containers there is none.
 *
 * <p>Followed are also Pods that come later, after restarts too, containers that are started again,
 * and logs whose connection was lost: no line is lost or told twice as long as the cluster has it.
 * A Pod that is deleted before its log was read has taken it with it. The end comes when the JobSet
 * has ended, or does not exist any more, and all of its logs were read.
 *
 * <p>One thread at a time reads; any thread closes. There is no thread behind it, and nothing of it
 * stays when it was closed: neither a watch nor a log. A request for a container that has never
 * written anything ends within half a minute, since an unanswered request cannot be called off.
 */
public final class JobSetLogs implements AutoCloseable {

  private final Semaphore wakeups = new Semaphore(0);
  private final Queue<LogLine> arrived = new ArrayDeque<>();
  private final RunningContainers running;
  private final ContainerLogs logs;
  private volatile boolean closed;

  private JobSetLogs(KubernetesClient client, JobSet jobSet, LogOptions options) {
    var pods = new PodsOfJobSet(client, jobSet, options);
    var namespace = jobSet.getMetadata().getNamespace();
    this.logs =
        new ContainerLogs(
            options.maxAtOnce(), new LogRequests(client, namespace, options, wakeups::release));
    this.running =
        options.following()
            ? new FollowedContainers(pods, client, jobSet, wakeups::release)
            : new ListedContainers(pods);
  }

  /**
   * Begins to read. The usual way here is {@code JobSetResource.logs()}.
   *
   * @param client the cluster
   * @param jobSet the JobSet, as stored
   * @param options which logs, and how
   * @return to be read and to be closed
   */
  public static JobSetLogs open(KubernetesClient client, JobSet jobSet, LogOptions options) {
    return new JobSetLogs(client, jobSet, options);
  }

  /**
   * The next line. Waits until there is one.
   *
   * @return empty at the end, and after it was closed
   * @throws KubernetesClientException if Pods or their logs may not be read, or the cluster cannot
   *     be reached in the beginning
   * @throws IllegalStateException if more containers run at once than the options allow
   * @throws InterruptedException if the thread is interrupted; it can be read on afterwards
   */
  public Optional<LogLine> next() throws InterruptedException {
    while (!closed) {
      var line = arrived.poll();
      if (line != null) {
        return Optional.of(line);
      }
      wakeups.drainPermits();
      running.changed().ifPresent(logs::update);
      logs.open();
      arrived.addAll(logs.advance());
      if (arrived.isEmpty()) {
        endOrWait();
      }
    }
    return Optional.empty();
  }

  /**
   * All lines from here to the end, each as soon as it is there.
   *
   * @param reader gets them, in the calling thread; what it throws goes to the caller
   * @throws InterruptedException if the thread is interrupted
   */
  public void forEach(Consumer<? super LogLine> reader) throws InterruptedException {
    for (var line = next(); line.isPresent(); line = next()) {
      reader.accept(line.get());
    }
  }

  /** Ends it; a thread that waits for a line gets an empty one. */
  @Override
  public void close() {
    closed = true;
    running.close();
    logs.close();
    wakeups.release();
  }

  private void endOrWait() throws InterruptedException {
    if (logs.areFinished() && running.isOver()) {
      close();
      return;
    }
    var retry = logs.nextRetry();
    if (retry.isPresent()) {
      wakeups.tryAcquire(retry.getAsLong() - System.nanoTime(), TimeUnit.NANOSECONDS);
    } else {
      wakeups.acquire();
    }
  }
}
