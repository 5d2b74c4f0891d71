package io.x_k8s.jobset.operator.config;

import java.time.Duration;

/**
 * How replicas agree on the one that works: {@code leaderElection} of the configuration file.
 *
 * @param leaderElect whether to take part; without it the operator works at once. Default true
 * @param leaseDuration how long a lease holds without renewal, 15 s by default
 * @param renewDeadline how long the leader tries to renew before it gives up, 10 s by default
 * @param retryPeriod time between two tries, 2 s by default
 * @param resourceLock kind of the lock; only {@code leases} exists
 * @param resourceName name of the Lease, {@code 6d4f6a47.jobset.x-k8s.io} by default, as the
 *     original controller's, so that the two never work at the same time
 * @param resourceNamespace namespace of the Lease; empty, the default, for the one the process runs
 *     in
 */
public record LeaderElectionConfiguration(
    boolean leaderElect,
    Duration leaseDuration,
    Duration renewDeadline,
    Duration retryPeriod,
    String resourceLock,
    String resourceName,
    String resourceNamespace) {
  static final LeaderElectionConfiguration DEFAULTS =
      new LeaderElectionConfiguration(
          true,
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          "leases",
          "6d4f6a47.jobset.x-k8s.io",
          "");

  // The rule of client-go: what the original accepts, this does, too.
  private static final double LONGEST_RETRY = 1.2;

  /** The same, but taking part or not. */
  LeaderElectionConfiguration withLeaderElect(boolean leaderElect) {
    return new LeaderElectionConfiguration(
        leaderElect,
        leaseDuration,
        renewDeadline,
        retryPeriod,
        resourceLock,
        resourceName,
        resourceNamespace);
  }

  static LeaderElectionConfiguration read(ObjectReader object) {
    return new LeaderElectionConfiguration(
        object.bool("leaderElect").orElse(DEFAULTS.leaderElect),
        object.parsed("leaseDuration", GoDuration::parse).orElse(DEFAULTS.leaseDuration),
        object.parsed("renewDeadline", GoDuration::parse).orElse(DEFAULTS.renewDeadline),
        object.parsed("retryPeriod", GoDuration::parse).orElse(DEFAULTS.retryPeriod),
        object.nonEmptyText("resourceLock").orElse(DEFAULTS.resourceLock),
        object.nonEmptyText("resourceName").orElse(DEFAULTS.resourceName),
        object.text("resourceNamespace").orElse(DEFAULTS.resourceNamespace));
  }

  void write(ObjectWriter object) {
    object
        .field("leaderElect", leaderElect, DEFAULTS.leaderElect)
        .field("leaseDuration", shown(leaseDuration), shown(DEFAULTS.leaseDuration))
        .field("renewDeadline", shown(renewDeadline), shown(DEFAULTS.renewDeadline))
        .field("retryPeriod", shown(retryPeriod), shown(DEFAULTS.retryPeriod))
        .field("resourceLock", resourceLock, DEFAULTS.resourceLock)
        .field("resourceName", resourceName, DEFAULTS.resourceName)
        .field("resourceNamespace", resourceNamespace, DEFAULTS.resourceNamespace);
  }

  /** What election cannot work without; values that are not used are not looked at. */
  void validate(Problems problems) {
    if (!leaderElect) {
      return;
    }
    if (!resourceLock.equals(DEFAULTS.resourceLock)) {
      problems.addInvalid(
          "leaderElection.resourceLock",
          resourceLock,
          "only \"%s\" is supported".formatted(DEFAULTS.resourceLock));
    }
    if (retryPeriod.toMillis() < 1) {
      problems.addInvalid("leaderElection.retryPeriod", shown(retryPeriod), "must be at least 1ms");
    } else if (renewDeadline.toMillis() <= retryPeriod.toMillis() * LONGEST_RETRY) {
      problems.addInvalid(
          "leaderElection.renewDeadline",
          shown(renewDeadline),
          "must be longer than %s times retryPeriod (%s)"
              .formatted(LONGEST_RETRY, shown(retryPeriod)));
    }
    if (leaseDuration.compareTo(renewDeadline) <= 0) {
      problems.addInvalid(
          "leaderElection.leaseDuration",
          shown(leaseDuration),
          "must be longer than renewDeadline (%s)".formatted(shown(renewDeadline)));
    }
  }

  private static String shown(Duration duration) {
    return GoDuration.format(duration);
  }
}
