package io.x_k8s.jobset.operator.runtime;

import io.x_k8s.jobset.operator.runtime.Reconciler.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that take keys from a queue and reconcile them, each worker on a virtual thread. A failed
 * reconcile is retried with the queue's back-off; nothing that it throws ends a worker.
 *
 * <p>May be started again after a stop (leadership lost and won): the queue keeps what waits.
 */
public final class Controller<K> {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

  private final String name;
  private final WorkQueue<K> queue;
  private final Reconciler<K> reconciler;
  private final int workers;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param name name for logs and threads
   * @param queue where the keys come from; this controller opens it and shuts it down
   * @param reconciler what to do with a key
   * @param workers how many keys are reconciled at the same time
   */
  public Controller(String name, WorkQueue<K> queue, Reconciler<K> reconciler, int workers) {
    this.name = name;
    this.queue = queue;
    this.reconciler = reconciler;
    this.workers = workers;
  }

  /** Starts the workers. */
  public synchronized void start() {
    if (!threads.isEmpty()) {
      throw new IllegalStateException("Controller " + name + " runs already");
    }
    queue.open();
    for (int i = 0; i < workers; i++) {
      threads.add(Thread.ofVirtual().name(name + "-" + i).start(this::work));
    }
  }

  /**
   * Takes no further key and waits for the reconciles that are in flight; those that outlast the
   * time are interrupted.
   *
   * @param drain how long to wait at most
   * @return whether all of them ended by themselves
   */
  public synchronized boolean stop(Duration drain) throws InterruptedException {
    queue.shutDown();
    long deadline = System.nanoTime() + drain.toNanos();
    boolean drained = true;
    for (Thread thread : threads) {
      drained &= thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    threads.forEach(Thread::interrupt);
    threads.clear();
    return drained;
  }

  private void work() {
    try {
      K key = queue.take();
      while (key != null) {
        try {
          reconcile(key);
        } finally {
          queue.done(key);
        }
        key = queue.take();
      }
    } catch (InterruptedException e) {
      LOG.debug("A worker of {} was interrupted", name);
    }
  }

  private void reconcile(K key) throws InterruptedException {
    try {
      Result result = reconciler.reconcile(key);
      queue.forget(key);
      result.requeueAfter().ifPresent(delay -> queue.addAfter(key, delay));
    } catch (InterruptedException e) {
      queue.addRateLimited(key);
      throw e;
    } catch (Throwable e) {
      queue.addRateLimited(key);
      if (e instanceof RetryQuietly) {
        LOG.debug("{} {} is retried: {}", name, key, e.getMessage());
      } else {
        LOG.error("{} {} failed and is retried", name, key, e);
      }
    }
  }
}
