package io.x_k8s.jobset.operator.runtime;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Campaigns for a Lease, for ever: after losing it, too. The rules are those of client-go: a lease
 * counts as expired when this process has seen no change of it for its duration, by this process'
 * own monotonic clock, so that wrong wall clocks do no harm.
 *
 * <p>Not fabric8's elector, because that one compares wall clocks of two machines, can hang for
 * ever on an incomplete Lease, notices a lost lease only when a hanging request returns, and does
 * not remove itself from the Lease on release.
 */
public final class LeaderElection implements WriteFence, AutoCloseable {
  /**
   * Which lease, and how eager.
   *
   * @param namespace namespace of the Lease
   * @param name name of the Lease
   * @param identity who campaigns: {@code <hostname>_<uuid>}
   * @param leaseDuration after which without renewal others may take the lease; default 15 s
   * @param renewDeadline after which without renewal this process stops; shorter; default 10 s
   * @param retryPeriod time between two attempts; default 2 s
   */
  public record Settings(
      String namespace,
      String name,
      String identity,
      Duration leaseDuration,
      Duration renewDeadline,
      Duration retryPeriod) {
    public Settings {
      if (leaseDuration.compareTo(renewDeadline) <= 0
          || renewDeadline.compareTo(retryPeriod) <= 0) {
        throw new IllegalArgumentException(
            "leaderElection: leaseDuration %s must be longer than renewDeadline %s, and that longer than retryPeriod %s"
                .formatted(leaseDuration, renewDeadline, retryPeriod));
      }
    }
  }

  /** Hears of leadership, on one thread, in order. */
  public interface Callbacks {
    /** This process leads from now on. */
    void onStarted();

    /**
     * This process does not lead any more and the fence is closed. It campaigns again only after
     * this returns, so this is the place to wait for workers to end.
     */
    void onLost();
  }

  /** Reads and writes the Lease. Every method may throw any runtime exception. */
  interface LeaseStore {
    Optional<Lease> get();

    Lease create(Lease lease);

    /** Replaces the Lease, unless it has changed since it was read. */
    Lease update(Lease lease);
  }

  private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
  private static final double JITTER = 1.2;

  private final Settings settings;
  private final LeaseStore store;
  private final Callbacks callbacks;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService notifications =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("leadership").factory());
  private final Thread loop = Thread.ofVirtual().name("leader-election").unstarted(this::run);

  /** Null while not leading; otherwise when the last successful renewal was started. */
  private volatile Long renewedAt;

  private String observedVersion;
  private long observedAt;

  /** Campaigns by this client, whose request timeout should be shorter than the renew deadline. */
  public LeaderElection(KubernetesClient client, Settings settings, Callbacks callbacks) {
    this(
        settings,
        new ApiLeaseStore(client, settings.namespace, settings.name),
        callbacks,
        System::nanoTime,
        InstantSource.system());
  }

  LeaderElection(
      Settings settings,
      LeaseStore store,
      Callbacks callbacks,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.settings = settings;
    this.store = store;
    this.callbacks = callbacks;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /** Starts to campaign in the background. May be called once. */
  public void start() {
    loop.start();
  }

  /**
   * Whether this process leads and its last renewal was started less than the renew deadline ago.
   */
  @Override
  public boolean open() {
    Long renewed = renewedAt;
    return renewed != null && nanoTime.getAsLong() - renewed < settings.renewDeadline.toNanos();
  }

  /**
   * Stops campaigning and releases the lease, so that a successor need not wait until it expires.
   * Call it after the last write has ended. Calls no callback.
   */
  @Override
  public void close() {
    closed.countDown();
    loop.interrupt();
    try {
      loop.join();
      if (renewedAt != null) {
        renewedAt = null;
        Future<?> released = requests.submit(this::release);
        released.get(settings.retryPeriod.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The lease was not released; a successor has to wait until it expires", e);
    } finally {
      requests.shutdownNow();
      notifications.shutdown();
    }
  }

  private void run() {
    try {
      boolean stop = false;
      while (!stop) {
        step();
        stop = closed.await(pause().toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      LOG.debug("Leader election was closed");
    }
  }

  private Duration pause() {
    if (renewedAt != null) {
      return settings.retryPeriod;
    }
    double stretch = 1 + ThreadLocalRandom.current().nextDouble(JITTER);
    return Duration.ofNanos((long) (settings.retryPeriod.toNanos() * stretch));
  }

  /** One attempt to acquire or renew the lease, with what follows from it. */
  void step() throws InterruptedException {
    long started = nanoTime.getAsLong();
    boolean leading = renewedAt != null;
    boolean held = leading;
    try {
      held = attempt(leading ? started - renewedAt : 0);
      if (held) {
        renewedAt = started;
      }
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      LOG.warn("Cannot {} the lease: {}", leading ? "renew" : "acquire", cause.toString());
      LOG.debug("Attempt on the lease failed", cause);
    }
    if (leading && (!held || !open())) {
      renewedAt = null;
      LOG.warn("Lost the lease {}/{}", settings.namespace, settings.name);
      tell(callbacks::onLost).await();
    } else if (!leading && held) {
      LOG.info("{} leads: it holds the lease {}", settings.identity, settings.name);
      tell(callbacks::onStarted);
    }
  }

  /** Limits the attempt to the time for which the lease is still ours. */
  private boolean attempt(long sinceRenewal)
      throws InterruptedException, ExecutionException, TimeoutException {
    Future<Boolean> attempt = requests.submit(this::acquireOrRenew);
    try {
      long limit = Math.max(1, settings.renewDeadline.toNanos() - sinceRenewal);
      return attempt.get(limit, TimeUnit.NANOSECONDS);
    } finally {
      attempt.cancel(true);
    }
  }

  private CountDownLatch tell(Runnable callback) {
    CountDownLatch told = new CountDownLatch(1);
    notifications.execute(
        () -> {
          try {
            callback.run();
          } catch (RuntimeException e) {
            LOG.error("Leadership changed, but not everybody could follow", e);
          } finally {
            told.countDown();
          }
        });
    return told;
  }

  private synchronized boolean acquireOrRenew() {
    Optional<Lease> found = store.get();
    if (found.isEmpty()) {
      observe(store.create(withSpec(new Lease(), heldFrom(new LeaseSpec()))));
      return true;
    }
    Lease lease = found.get();
    observe(lease);
    LeaseSpec spec = Optional.ofNullable(lease.getSpec()).orElseGet(LeaseSpec::new);
    if (isHeldByAnother(spec)) {
      return false;
    }
    observe(store.update(withSpec(lease, heldFrom(spec))));
    return true;
  }

  /** Remembers when this version was first seen: from then on its duration counts. */
  private void observe(Lease lease) {
    String version = lease.getMetadata().getResourceVersion();
    if (!version.equals(observedVersion)) {
      observedVersion = version;
      observedAt = nanoTime.getAsLong();
    }
  }

  private boolean isHeldByAnother(LeaseSpec spec) {
    String holder = spec.getHolderIdentity();
    if (holder == null || holder.isEmpty() || holder.equals(settings.identity)) {
      return false;
    }
    Duration duration =
        Optional.ofNullable(spec.getLeaseDurationSeconds())
            .map(Duration::ofSeconds)
            .orElse(settings.leaseDuration);
    return nanoTime.getAsLong() - observedAt < duration.toNanos();
  }

  private LeaseSpec heldFrom(LeaseSpec before) {
    boolean renewal = settings.identity.equals(before.getHolderIdentity());
    int transitions = Optional.ofNullable(before.getLeaseTransitions()).orElse(0);
    boolean first = before.getHolderIdentity() == null && before.getLeaseTransitions() == null;
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    return new LeaseSpecBuilder()
        .withHolderIdentity(settings.identity)
        .withLeaseDurationSeconds((int) settings.leaseDuration.toSeconds())
        .withAcquireTime(renewal ? before.getAcquireTime() : now)
        .withRenewTime(now)
        .withLeaseTransitions(renewal || first ? transitions : transitions + 1)
        .build();
  }

  private void release() {
    Lease lease = store.get().orElseThrow();
    LeaseSpec spec = lease.getSpec();
    if (settings.identity.equals(spec.getHolderIdentity())) {
      LeaseSpecBuilder released =
          new LeaseSpecBuilder(heldFrom(spec)).withHolderIdentity(null).withLeaseDurationSeconds(1);
      store.update(withSpec(lease, released.build()));
    }
  }

  private Lease withSpec(Lease lease, LeaseSpec spec) {
    return new LeaseBuilder(lease)
        .editOrNewMetadata()
        .withNamespace(settings.namespace)
        .withName(settings.name)
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  private record ApiLeaseStore(KubernetesClient client, String namespace, String name)
      implements LeaseStore {
    @Override
    public Optional<Lease> get() {
      return Optional.ofNullable(client.leases().inNamespace(namespace).withName(name).get());
    }

    @Override
    public Lease create(Lease lease) {
      return client.resource(lease).create();
    }

    @Override
    public Lease update(Lease lease) {
      return client.resource(lease).update();
    }
  }
}
