package io.x_k8s.jobset.operator.runtime;

import io.x_k8s.jobset.operator.runtime.ListWatch.Event;
import io.x_k8s.jobset.operator.runtime.ListWatch.Page;
import io.x_k8s.jobset.operator.runtime.ListWatch.Refused;
import io.x_k8s.jobset.operator.runtime.ListWatch.Watch;
import io.x_k8s.jobset.operator.runtime.ObjectCache.Listing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a cache current: lists, then watches from the list's version on, and resumes a broken watch
 * after the last event that reached the cache, so that none is lost. It lists again when that
 * version has expired or the watch cannot be resumed. It never gives up; after a failure it waits
 * 0.2 s, doubled up to 10 s, with jitter.
 *
 * @param <R> the record kept of each object
 */
public final class Reflector<R> implements AutoCloseable {
  /**
   * How patient a reflector is.
   *
   * @param firstBackoff wait after the first failure in a row
   * @param lastBackoff longest wait after a failure
   * @param silence how long a watch may tell nothing before it counts as dead; the API server sends
   *     a bookmark about once a minute
   */
  record Patience(Duration firstBackoff, Duration lastBackoff, Duration silence) {
    static final Patience DEFAULT =
        new Patience(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMinutes(3));
  }

  private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);

  /** After so many failures in a row a version is not worth resuming from. */
  private static final int RESUME_ATTEMPTS = 3;

  /** A watch that told nothing yet, but lasted so long, works. */
  private static final Duration WORKING = Duration.ofSeconds(1);

  /** At the longest back-off: a warning about once a minute. */
  private static final int FAILURES_PER_WARNING = 8;

  private final String name;
  private final ListWatch<R> source;
  private final ObjectCache<R> cache;
  private final Patience patience;
  private final CountDownLatch synced = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread loop;
  private final Thread watchdog;
  private volatile Watch<R> watch;
  private volatile long lastSignOfLife = System.nanoTime();
  private String position; // to resume the watch from; null: a list is needed
  private int failures;

  /**
   * @param name what is reflected, for logs and threads, such as {@code jobs}
   * @param source where the objects come from
   * @param cache what to keep current
   */
  public Reflector(String name, ListWatch<R> source, ObjectCache<R> cache) {
    this(name, source, cache, Patience.DEFAULT);
  }

  Reflector(String name, ListWatch<R> source, ObjectCache<R> cache, Patience patience) {
    this.name = name;
    this.source = source;
    this.cache = cache;
    this.patience = patience;
    this.loop = Thread.ofVirtual().name("reflector-" + name).unstarted(this::run);
    this.watchdog = Thread.ofVirtual().name("watchdog-" + name).unstarted(this::closeDeadWatches);
  }

  /** Starts in the background. May be called once. */
  public void start() {
    lastSignOfLife = System.nanoTime();
    loop.start();
    watchdog.start();
  }

  /** Whether the cache has had a complete list. */
  public boolean hasSynced() {
    return synced.getCount() == 0;
  }

  /**
   * Waits until the cache has had a complete list.
   *
   * @return whether it has, within this time
   */
  public boolean awaitSync(Duration timeout) throws InterruptedException {
    return synced.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Whether the reflector works, which it does while it tries in vain, too: false means that its
   * process should be replaced.
   */
  public boolean isHealthy() {
    return loop.isAlive() && quiet().compareTo(patience.silence.multipliedBy(2)) < 0;
  }

  /** Ends the watch and waits until the cache is not touched any more. */
  @Override
  public void close() {
    closed.countDown();
    loop.interrupt();
    closeWatch();
    try {
      loop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!isClosed()) {
        lastSignOfLife = System.nanoTime(); // that of the server or, in vain as it may be, our own
        try {
          if (position == null) {
            list();
          }
          watch();
        } catch (IOException | RuntimeException e) {
          if (!isClosed()) {
            failed(e);
          }
        }
        closed.await(backoff().toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      LOG.debug("Reflector {} was closed", name);
    }
  }

  private void list() throws IOException, InterruptedException {
    Listing listing = cache.startListing();
    String next = null;
    Page<R> page;
    do {
      page = source.list(next);
      lastSignOfLife = System.nanoTime();
      listing.add(page);
      next = page.continueToken();
    } while (next != null);
    listing.complete(page.resourceVersion());
    position = page.resourceVersion();
    failures = Math.min(failures, 1); // not 0: a watch that fails after each list must slow down
    synced.countDown();
    LOG.debug("Listed {} {} at version {}", cache.size(), name, position);
  }

  private void watch() throws IOException, InterruptedException {
    lastSignOfLife = System.nanoTime();
    try (Watch<R> open = source.watch(position)) {
      watch = open;
      watchUntilItEnds(open);
    } finally {
      watch = null;
    }
  }

  private void watchUntilItEnds(Watch<R> open) throws IOException {
    long opened = System.nanoTime();
    boolean works = false;
    try {
      Event<R> event = isClosed() ? null : open.next();
      while (event != null) {
        works = true;
        lastSignOfLife = System.nanoTime();
        apply(event);
        event = open.next();
      }
    } finally {
      works |= System.nanoTime() - opened > WORKING.toNanos();
      failures = works ? 0 : failures;
    }
    if (!works) {
      throw new IOException("the watch ended at once");
    }
  }

  private void apply(Event<R> event) {
    switch (event) {
      case Event.Changed<R> changed -> position = cache.watchChanged(changed.object());
      case Event.Deleted<R> deleted -> {
        cache.watchDeleted(
            deleted.namespace(), deleted.name(), deleted.uid(), deleted.resourceVersion());
        position = deleted.resourceVersion();
      }
      case Event.Progress<R> progress -> {
        cache.watchReached(progress.resourceVersion());
        position = progress.resourceVersion();
      }
    }
  }

  private void failed(Throwable e) {
    failures++;
    if (failures >= RESUME_ATTEMPTS || e instanceof Refused refused && refused.isExpired()) {
      position = null;
    }
    if (failures % FAILURES_PER_WARNING == 2) { // a single one is everyday life
      LOG.warn("Cannot list or watch {}, but keeps trying: {}", name, e.toString());
    }
    LOG.debug("Failure {} in a row to list or watch {}", failures, name, e);
  }

  private Duration backoff() {
    if (failures == 0) {
      return Duration.ZERO;
    }
    Duration doubled = patience.firstBackoff.multipliedBy(1L << Math.min(failures - 1, 20));
    Duration longest = doubled.compareTo(patience.lastBackoff) < 0 ? doubled : patience.lastBackoff;
    double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1);
    return Duration.ofNanos((long) (longest.toNanos() * jitter));
  }

  /** A connection can die without a word; only the missing bookmarks tell. */
  private void closeDeadWatches() {
    try {
      while (!closed.await(patience.silence.toNanos() / 10, TimeUnit.NANOSECONDS)) {
        if (watch != null && quiet().compareTo(patience.silence) > 0) {
          LOG.warn("The watch of {} has been silent for {} and is opened again", name, quiet());
          lastSignOfLife = System.nanoTime();
          closeWatch();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - lastSignOfLife);
  }

  private void closeWatch() {
    Watch<R> open = watch;
    if (open != null) {
      open.close();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }
}
