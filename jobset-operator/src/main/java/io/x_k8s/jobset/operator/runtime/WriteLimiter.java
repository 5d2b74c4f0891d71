package io.x_k8s.jobset.operator.runtime;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Bounds the writes in flight in this process and shares them fairly: owners take turns, so that
 * one with a thousand pending writes does not delay another's single write. Each write starts on a
 * virtual thread of its own, when it is its turn and the rate allows it.
 */
public final class WriteLimiter {
  private final int maxInFlight;
  private final RateLimiter rate;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Object, Queue<Runnable>> pending = new LinkedHashMap<>();
  private int inFlight;

  /**
   * @param maxInFlight how many writes run at the same time
   * @param rate how many may start per second
   */
  public WriteLimiter(int maxInFlight, RateLimiter rate) {
    this.maxInFlight = maxInFlight;
    this.rate = rate;
  }

  /**
   * Queues a write.
   *
   * @param owner whose turn it takes; owners are told apart by {@code equals}
   * @param write starts the write; it may also block and return a completed future
   * @return completes as the write's future does, or with what {@code write} threw
   */
  public <T> CompletableFuture<T> submit(Object owner, Supplier<CompletableFuture<T>> write) {
    CompletableFuture<T> result = new CompletableFuture<>();
    lock.lock();
    try {
      pending.computeIfAbsent(owner, o -> new ArrayDeque<>()).add(() -> run(write, result));
      startWhatFits();
    } finally {
      lock.unlock();
    }
    return result;
  }

  private void startWhatFits() {
    while (inFlight < maxInFlight && !pending.isEmpty()) {
      Object owner = pending.keySet().iterator().next();
      Queue<Runnable> writes = pending.remove(owner);
      Runnable next = writes.remove();
      if (!writes.isEmpty()) {
        pending.put(owner, writes); // to the end of the line
      }
      inFlight++;
      Thread.ofVirtual().name("write").start(next);
    }
  }

  private <T> void run(Supplier<CompletableFuture<T>> write, CompletableFuture<T> result) {
    CompletableFuture<T> started;
    try {
      rate.acquire();
      started = Objects.requireNonNull(write.get(), "the write's future");
    } catch (Throwable e) {
      started = CompletableFuture.failedFuture(e);
    }
    started.whenComplete(
        (answer, failure) -> {
          finished();
          if (failure == null) {
            result.complete(answer);
          } else {
            result.completeExceptionally(failure);
          }
        });
  }

  private void finished() {
    lock.lock();
    try {
      inFlight--;
      startWhatFits();
    } finally {
      lock.unlock();
    }
  }

  /** How many writes are under way. */
  public int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }
}
