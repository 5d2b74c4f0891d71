package io.x_k8s.jobset.operator.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keys that wait to be reconciled, with the semantics of client-go's work queues: a key waits at
 * most once however often it is added, is never handed out twice at once, and if it is added while
 * being processed it is handed out again afterwards. Handing a key out settles all that was asked
 * for it before, delays included.
 *
 * <p>Keys of one priority are served first in, first out; live changes before the backlog of the
 * initial listing. Safe for many threads.
 */
public final class WorkQueue<K> {
  /** Which keys go first. */
  public enum Priority {
    /** The initial listing and periodic resyncs. */
    BACKLOG,
    /** Everything else. */
    LIVE
  }

  private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);
  private static final long FIRST_RETRY_NANOS = Duration.ofMillis(5).toNanos();
  private static final long LAST_RETRY_NANOS = Duration.ofSeconds(1000).toNanos();
  private static final int DOUBLINGS = 18; // 5 ms * 2^18 is above the 1000 s

  private static final class Waiting<K> implements Comparable<Waiting<K>> {
    private final K key;
    private final long order;
    private Priority priority;
    private boolean delayed;
    private long dueNanos;

    private Waiting(K key, long order, Priority priority) {
      this.key = key;
      this.order = order;
      this.priority = priority;
    }

    @Override
    public int compareTo(Waiting<K> other) {
      // The difference, because a monotonic clock may wrap around.
      int byTime = Long.signum(dueNanos - other.dueNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<K, Waiting<K>> waiting = new HashMap<>();
  private final TreeSet<Waiting<K>> delayed = new TreeSet<>();
  private final Set<K> live = new LinkedHashSet<>();
  private final Set<K> backlog = new LinkedHashSet<>();
  private final Set<K> processing = new HashSet<>();
  private final Map<K, Integer> failures = new HashMap<>();
  private boolean open = true;
  private boolean timed; // whether a thread waits for the time timedUntil
  private long timedUntil;
  private long adds;
  private long retries;

  public WorkQueue() {
    this(System::nanoTime);
  }

  /**
   * @param nanoTime monotonic time in nanoseconds
   */
  WorkQueue(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Adds a key because of a live change. */
  public void add(K key) {
    add(key, Priority.LIVE);
  }

  /** Adds a key. If it waits already, it keeps its place or gets the better one. */
  public void add(K key, Priority priority) {
    add(key, priority, Duration.ZERO);
  }

  /**
   * Adds a key once the delay has passed. If it waits already, the earlier time holds; so a short
   * delay gathers a burst of changes into one reconcile and never postpones it.
   */
  public void addAfter(K key, Duration delay) {
    add(key, Priority.LIVE, delay);
  }

  /**
   * Adds a key after its back-off: 5 ms, doubled by each call since the last {@link #forget}, at
   * most 1000 s.
   */
  public void addRateLimited(K key) {
    lock.lock();
    try {
      retries++;
      int before = failures.merge(key, 1, Integer::sum) - 1;
      long backoff = FIRST_RETRY_NANOS << Math.min(before, DOUBLINGS);
      add(key, Priority.LIVE, Duration.ofNanos(Math.min(backoff, LAST_RETRY_NANOS)));
    } finally {
      lock.unlock();
    }
  }

  /** Resets the back-off of a key. */
  public void forget(K key) {
    lock.lock();
    try {
      failures.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private void add(K key, Priority priority, Duration delay) {
    lock.lock();
    try {
      adds++;
      boolean ready = !delay.isPositive();
      Duration bounded = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
      long due = ready ? 0 : nanoTime.getAsLong() + bounded.toNanos();
      Waiting<K> entry = waiting.get(key);
      boolean isNew = entry == null;
      if (isNew) {
        entry = new Waiting<>(key, adds, priority);
        waiting.put(key, entry);
      }
      boolean sooner = isNew || entry.delayed && (ready || due - entry.dueNanos < 0);
      boolean higher = priority.compareTo(entry.priority) > 0;
      if (!sooner && !higher) {
        return;
      }
      delayed.remove(entry);
      backlog.remove(key);
      if (sooner) {
        entry.delayed = !ready;
        entry.dueNanos = due;
      }
      if (higher) {
        entry.priority = priority;
      }
      place(entry);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a key where it waits; one that is due while it is processed waits for {@link #done}. */
  private void place(Waiting<K> entry) {
    if (entry.delayed) {
      delayed.add(entry);
    } else if (!processing.contains(entry.key)) {
      (entry.priority == Priority.LIVE ? live : backlog).add(entry.key);
    }
  }

  /**
   * Waits for the next key. Whoever gets one has to call {@link #done} for it.
   *
   * @return the key, or null once the queue is shut down; what still waits then is kept
   */
  public K take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (open) {
        K key = poll();
        if (key != null) {
          if (!live.isEmpty() || !backlog.isEmpty() || !delayed.isEmpty()) {
            changed.signal(); // one signal may have announced several keys
          }
          return key;
        }
        if (delayed.isEmpty() || isWaitedFor(delayed.first())) {
          changed.await();
        } else {
          awaitDue(delayed.first());
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * One thread waits for the time to pass, the others for a signal: woken all at once, they would
   * only keep each other busy.
   */
  private boolean isWaitedFor(Waiting<K> earliest) {
    return timed && timedUntil - earliest.dueNanos <= 0;
  }

  private void awaitDue(Waiting<K> earliest) throws InterruptedException {
    long due = earliest.dueNanos;
    timed = true;
    timedUntil = due;
    try {
      changed.awaitNanos(due - nanoTime.getAsLong());
    } catch (InterruptedException e) {
      changed.signal(); // another one has to wait for the time
      throw e;
    } finally {
      if (timedUntil == due) {
        timed = false;
      }
    }
  }

  /** The next key that is due, or null; like {@link #take}, but never waits. */
  K poll() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      while (!delayed.isEmpty() && delayed.first().dueNanos - now <= 0) {
        Waiting<K> due = delayed.pollFirst();
        due.delayed = false;
        place(due);
      }
      Set<K> next = live.isEmpty() ? backlog : live;
      if (next.isEmpty()) {
        return null;
      }
      K key = next.iterator().next();
      next.remove(key);
      waiting.remove(key);
      processing.add(key);
      return key;
    } finally {
      lock.unlock();
    }
  }

  /** Says that the processing of a taken key has ended, well or not. */
  public void done(K key) {
    lock.lock();
    try {
      processing.remove(key);
      Waiting<K> again = waiting.get(key);
      if (again != null) {
        place(again);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on {@link #take} answers null, to those who wait in it too. Keys that wait or are
   * added are kept for the case that the queue is opened again.
   */
  public void shutDown() {
    setOpen(false);
  }

  /** Hands out keys again after {@link #shutDown}. A new queue is open. */
  public void open() {
    setOpen(true);
  }

  private void setOpen(boolean value) {
    lock.lock();
    try {
      open = value;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many keys are ready to be taken. */
  public int depth() {
    return depth(Priority.LIVE) + depth(Priority.BACKLOG);
  }

  /** How many keys of this priority are ready to be taken. */
  public int depth(Priority priority) {
    lock.lock();
    try {
      return (priority == Priority.LIVE ? live : backlog).size();
    } finally {
      lock.unlock();
    }
  }

  /** How many keys have been added so far, repetitions included. */
  public long adds() {
    lock.lock();
    try {
      return adds;
    } finally {
      lock.unlock();
    }
  }

  /** How many of the adds were retries. */
  public long retries() {
    lock.lock();
    try {
      return retries;
    } finally {
      lock.unlock();
    }
  }
}
