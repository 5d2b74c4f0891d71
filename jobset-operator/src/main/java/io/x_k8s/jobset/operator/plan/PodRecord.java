package io.x_k8s.jobset.operator.plan;

import java.util.Objects;
import java.util.Optional;

/**
 * What the controller knows of one Pod of a JobSet. Pods that no enabled feature asks about are not
 * kept at all.
 *
 * @param namespace namespace of the Pod
 * @param name name of the Pod
 * @param uid UID of the Pod
 * @param resourceVersion version that this record was read at
 * @param jobSet name of its JobSet, by its label; empty when missing
 * @param controllerUid UID of the Job that controls it; empty without one
 * @param finished whether it has reached phase {@code Succeeded} or {@code Failed}
 * @param deleting whether it has a deletion timestamp
 * @param inPlaceRestart what it tells in-place restarts; empty while it tells nothing, and as soon
 *     as it is being deleted
 * @param placement what exclusive placement needs to know; empty when the Pod does not take part
 */
public record PodRecord(
    String namespace,
    String name,
    String uid,
    String resourceVersion,
    String jobSet,
    String controllerUid,
    boolean finished,
    boolean deleting,
    Optional<InPlacePod> inPlaceRestart,
    Optional<ExclusivePod> placement) {

  public PodRecord {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(jobSet, "jobSet");
    Objects.requireNonNull(controllerUid, "controllerUid");
    Objects.requireNonNull(inPlaceRestart, "inPlaceRestart");
    Objects.requireNonNull(placement, "placement");
  }

  /** Whether it neither has ended nor is about to be deleted. */
  public boolean isLive() {
    return !finished && !deleting;
  }

  /** Whether the other record differs in nothing that a decision could depend on. */
  public boolean tellsTheSameAs(PodRecord other) {
    return equals(other.at(resourceVersion));
  }

  private PodRecord at(String version) {
    return new PodRecord(
        namespace,
        name,
        uid,
        version,
        jobSet,
        controllerUid,
        finished,
        deleting,
        inPlaceRestart,
        placement);
  }
}
