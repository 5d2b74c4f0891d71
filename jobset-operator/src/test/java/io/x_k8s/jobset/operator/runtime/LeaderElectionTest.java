package io.x_k8s.jobset.operator.runtime;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.x_k8s.jobset.operator.runtime.LeaderElection.LeaseStore;
import io.x_k8s.jobset.operator.runtime.LeaderElection.Settings;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LeaderElectionTest {
  private final FakeTime time = new FakeTime();
  private final Leases leases = new Leases();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final LeaderElection a = candidate("a");
  private final LeaderElection b = candidate("b");

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  @Test
  void firstCandidateCreatesTheLeaseAndLeads() throws InterruptedException {
    assertThat(a.open()).isFalse();
    a.step();

    assertThat(a.open()).isTrue();
    await().untilAsserted(() -> assertThat(heard).containsExactly("a started"));
    assertThat(leases.lease.getMetadata().getNamespace()).isEqualTo("jobset-system");
    assertThat(leases.lease.getMetadata().getName()).isEqualTo("lock");
    assertThat(leases.lease.getSpec().getHolderIdentity()).isEqualTo("a");
    assertThat(leases.lease.getSpec().getLeaseDurationSeconds()).isEqualTo(15);
    assertThat(leases.lease.getSpec().getLeaseTransitions()).isZero();
    assertThat(leases.lease.getSpec().getRenewTime().toInstant()).isEqualTo(time.instant());
  }

  @Test
  void leaseCreatedEmptyBySomebodyIsTaken() throws InterruptedException {
    leases.create(new LeaseBuilder().withNewMetadata().withName("lock").endMetadata().build());
    a.step();

    assertThat(a.open()).isTrue();
  }

  @Test
  void leaderRenews() throws InterruptedException {
    a.step();
    ZonedDateTime acquired = leases.lease.getSpec().getAcquireTime();
    for (int i = 0; i < 20; i++) {
      time.pass(ofSeconds(2));
      a.step();
      b.step();
      assertThat(a.open()).isTrue();
      assertThat(b.open()).isFalse();
    }

    assertThat(leases.lease.getSpec().getAcquireTime()).isEqualTo(acquired);
    assertThat(leases.lease.getSpec().getRenewTime().toInstant()).isEqualTo(time.instant());
    assertThat(leases.lease.getSpec().getLeaseTransitions()).isZero();
  }

  @Test
  void successorTakesOverWhenTheLeaseHasNotChangedForItsDuration() throws InterruptedException {
    a.step();
    b.step();
    time.pass(ofSeconds(15).minusNanos(1));
    b.step();
    assertThat(b.open()).isFalse();
    time.pass(ofNanos(1));
    b.step();

    assertThat(b.open()).isTrue();
    assertThat(leases.lease.getSpec().getHolderIdentity()).isEqualTo("b");
    assertThat(leases.lease.getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void wrongClockOfTheLeaderDoesNotLoseItTheLease() throws InterruptedException {
    a.step();
    leases.lease.getSpec().setRenewTime(ZonedDateTime.parse("1999-01-01T00:00:00Z"));
    b.step();

    assertThat(b.open()).isFalse();
  }

  @Test
  void fenceClosesByItselfLongBeforeTheLeaseExpires() throws InterruptedException {
    a.step();
    time.pass(ofSeconds(10).minusNanos(1));
    assertThat(a.open()).isTrue();
    a.check();
    time.pass(ofNanos(1));

    assertThat(a.open()).isFalse();
    assertThatExceptionOfType(WriteFence.Closed.class).isThrownBy(a::check);
    assertThat(heard).as("no step was needed").doesNotContain("a lost");
  }

  @Test
  void fenceCountsFromTheStartOfTheRenewalNotFromItsAnswer() throws InterruptedException {
    leases.delay = ofSeconds(4);
    a.step();
    time.pass(ofSeconds(6));

    assertThat(a.open()).isFalse();
  }

  @Test
  void failedRenewalsDoNotMatterBeforeTheDeadline() throws InterruptedException {
    a.step();
    leases.failing = true;
    time.pass(ofSeconds(9));
    a.step();
    assertThat(a.open()).isTrue();

    leases.failing = false;
    a.step();
    time.pass(ofSeconds(9));
    assertThat(a.open()).isTrue();
    assertThat(heard).doesNotContain("a lost");
  }

  @Test
  void leaderThatCannotRenewStopsAndCampaignsAgain() throws InterruptedException {
    a.step();
    leases.failing = true;
    time.pass(ofSeconds(10));
    a.step();
    assertThat(heard).containsExactly("a started", "a lost");
    assertThat(a.open()).isFalse();

    leases.failing = false;
    a.step();
    assertThat(a.open()).isTrue();
    await()
        .untilAsserted(() -> assertThat(heard).containsExactly("a started", "a lost", "a started"));
  }

  @Test
  void leaderWhoseLeaseWasTakenStopsAtOnce() throws InterruptedException {
    a.step();
    leases.lease.getSpec().setHolderIdentity("c");
    a.step();

    assertThat(a.open()).isFalse();
    assertThat(heard).containsExactly("a started", "a lost");
  }

  @Test
  @Tag("controller:Z-005")
  void releasedLeaseIsTakenAtOnce() throws InterruptedException {
    a.step();
    b.step();
    a.close();
    assertThat(a.open()).isFalse();
    assertThat(leases.lease.getSpec().getHolderIdentity()).isNull();
    b.step();

    assertThat(b.open()).isTrue();
    assertThat(leases.lease.getSpec().getLeaseTransitions()).isEqualTo(1);
    assertThat(heard).as("a clean stop is no loss").doesNotContain("a lost");
  }

  @Test
  void leaseOfAnotherIsNotReleased() throws InterruptedException {
    a.step();
    leases.lease.getSpec().setHolderIdentity("c");
    a.close();

    assertThat(leases.lease.getSpec().getHolderIdentity()).isEqualTo("c");
  }

  @Test
  void onlyOneOfTwoThatReachForTheLeaseTogetherGetsIt() throws InterruptedException {
    leases.create(new LeaseBuilder().withNewMetadata().withName("lock").endMetadata().build());
    leases.betweenReadAndWrite = () -> leases.touch();
    a.step();

    assertThat(a.open()).isFalse();
    assertThat(heard).isEmpty();
  }

  @Test
  void hangingRenewalEndsAtTheDeadline() throws InterruptedException {
    // Real time: a request that hangs blocks a thread.
    Settings quick = new Settings("ns", "lock", "q", ofSeconds(2), ofSeconds(1), ofMillis(50));
    try (LeaderElection election =
        new LeaderElection(quick, leases, new Heard("q"), System::nanoTime, time)) {
      election.start();
      await().until(election::open);
      leases.hang = new CountDownLatch(1);
      await().untilAsserted(() -> assertThat(heard).contains("q lost"));
      leases.hang.countDown();
      leases.hang = null;
      await().until(election::open);
    }
    assertThat(leases.lease.getSpec().getHolderIdentity()).isNull();
  }

  @Test
  void failingCallbackDoesNotEndTheCampaign() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    LeaderElection.Callbacks failing =
        new LeaderElection.Callbacks() {
          @Override
          public void onStarted() {
            calls.incrementAndGet();
            throw new IllegalStateException("cannot start");
          }

          @Override
          public void onLost() {
            calls.incrementAndGet();
            throw new IllegalStateException("cannot stop");
          }
        };
    Settings settings = new Settings("ns", "lock", "f", ofSeconds(15), ofSeconds(10), ofSeconds(2));
    try (LeaderElection election = new LeaderElection(settings, leases, failing, time, time)) {
      election.step();
      time.pass(ofSeconds(10));
      leases.failing = true;
      election.step();
      leases.failing = false;
      election.step();

      assertThat(election.open()).isTrue();
      await().untilAsserted(() -> assertThat(calls).hasValue(3));
    }
  }

  @Test
  void durationsThatCannotWorkAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settings("ns", "l", "i", ofSeconds(10), ofSeconds(10), ofSeconds(2)))
        .withMessageContaining("leaseDuration");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settings("ns", "l", "i", ofSeconds(15), ofSeconds(2), ofSeconds(2)));
  }

  @Test
  void withoutElectionTheFenceIsOpen() {
    WriteFence.ALWAYS_OPEN.check();
    assertThat(WriteFence.ALWAYS_OPEN.open()).isTrue();
  }

  private LeaderElection candidate(String identity) {
    Settings settings =
        new Settings("jobset-system", "lock", identity, ofSeconds(15), ofSeconds(10), ofSeconds(2));
    return new LeaderElection(settings, leases, new Heard(identity), time, time);
  }

  private final class Heard implements LeaderElection.Callbacks {
    private final String identity;

    private Heard(String identity) {
      this.identity = identity;
    }

    @Override
    public void onStarted() {
      heard.add(identity + " started");
    }

    @Override
    public void onLost() {
      heard.add(identity + " lost");
    }
  }

  /** One Lease, with the API server's optimistic locking. */
  private final class Leases implements LeaseStore {
    private volatile Lease lease;
    private volatile boolean failing;
    private volatile Duration delay = Duration.ZERO;
    private volatile CountDownLatch hang;
    private volatile Runnable betweenReadAndWrite = () -> {};
    private int version;

    @Override
    public Optional<Lease> get() {
      answerOrFail();
      Optional<Lease> found = Optional.ofNullable(lease).map(l -> new LeaseBuilder(l).build());
      betweenReadAndWrite.run();
      return found;
    }

    @Override
    public synchronized Lease create(Lease created) {
      answerOrFail();
      if (lease != null) {
        throw new KubernetesClientException("exists", 409, null);
      }
      return store(created);
    }

    @Override
    public synchronized Lease update(Lease updated) {
      answerOrFail();
      String expected = updated.getMetadata().getResourceVersion();
      if (!lease.getMetadata().getResourceVersion().equals(expected)) {
        throw new KubernetesClientException("conflict", 409, null);
      }
      return store(updated);
    }

    private synchronized void touch() {
      store(lease);
    }

    private Lease store(Lease stored) {
      version++;
      lease =
          new LeaseBuilder(stored)
              .editMetadata()
              .withResourceVersion(String.valueOf(version))
              .endMetadata()
              .build();
      return lease;
    }

    private void answerOrFail() {
      time.pass(delay.dividedBy(2));
      CountDownLatch until = hang;
      if (until != null) {
        try {
          until.await();
        } catch (InterruptedException e) {
          throw new KubernetesClientException("interrupted");
        }
      }
      if (failing) {
        throw new KubernetesClientException("no answer");
      }
    }
  }
}
