package io.x_k8s.jobset.client.v1alpha2.logs;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which logs of a JobSet are read, and how.
 *
 * @param following whether to go on until the JobSet has ended; otherwise what there is now
 * @param replicatedJob only of this ReplicatedJob
 * @param container only of the container of this name; otherwise of the one that the annotation
 *     {@code kubectl.kubernetes.io/default-container} of the Pod names, or the first
 * @param tailingLines how many lines of each container that runs already, the last ones
 * @param since how old lines may be of each container that runs already
 * @param maxAtOnce how many containers are read at the same time; each takes one connection, or one
 *     stream of a connection
 */
public record LogOptions(
    boolean following,
    Optional<String> replicatedJob,
    Optional<String> container,
    OptionalInt tailingLines,
    Optional<Duration> since,
    int maxAtOnce) {

  /** All Pods, until the JobSet has ended, at most 100 at the same time. */
  public static final LogOptions FOLLOWING =
      new LogOptions(
          true, Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), 100);

  /** All Pods, what they have written so far. */
  public static final LogOptions SO_FAR =
      new LogOptions(
          false, Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), 100);

  /** Checks that what is given makes sense. */
  public LogOptions {
    Objects.requireNonNull(replicatedJob, "replicatedJob");
    Objects.requireNonNull(container, "container");
    Objects.requireNonNull(tailingLines, "tailingLines");
    Objects.requireNonNull(since, "since");
    if (maxAtOnce < 1) {
      throw new IllegalArgumentException("maxAtOnce must be at least 1, not " + maxAtOnce);
    }
  }

  /**
   * The same, of one ReplicatedJob only.
   *
   * @param name of the ReplicatedJob
   * @return a copy
   */
  public LogOptions ofReplicatedJob(String name) {
    return new LogOptions(following, Optional.of(name), container, tailingLines, since, maxAtOnce);
  }

  /**
   * The same, of another container of each Pod.
   *
   * @param name of the container
   * @return a copy
   */
  public LogOptions inContainer(String name) {
    return new LogOptions(
        following, replicatedJob, Optional.of(name), tailingLines, since, maxAtOnce);
  }

  /**
   * The same, with the last lines only of containers that run already.
   *
   * @param lines how many
   * @return a copy
   */
  public LogOptions tailingLines(int lines) {
    return new LogOptions(
        following, replicatedJob, container, OptionalInt.of(lines), since, maxAtOnce);
  }

  /**
   * The same, without older lines of containers that run already.
   *
   * @param age how old they may be, in whole seconds
   * @return a copy
   */
  public LogOptions since(Duration age) {
    return new LogOptions(
        following, replicatedJob, container, tailingLines, Optional.of(age), maxAtOnce);
  }

  /**
   * The same, with another number of containers at the same time.
   *
   * @param containers how many
   * @return a copy
   */
  public LogOptions maxAtOnce(int containers) {
    return new LogOptions(following, replicatedJob, container, tailingLines, since, containers);
  }
}
