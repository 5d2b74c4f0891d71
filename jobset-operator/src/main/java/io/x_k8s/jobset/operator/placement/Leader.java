package io.x_k8s.jobset.operator.placement;

import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Pod that a follower follows, as far as it can be told (admission, section 6.3). */
sealed interface Leader {
  /**
   * There is one.
   *
   * @param pod the leader; with a node or without
   */
  record Found(PodRecord pod) implements Leader {}

  /**
   * There is none that would do, perhaps only not yet.
   *
   * @param why the sentence that the specification has for it
   */
  record Missing(String why) implements Leader {}

  /** Finds the leader of a follower among the Pods that neither have ended nor are deleted. */
  static Leader of(AdmittedPod follower, PlacementLookup cluster) {
    Optional<String> missing =
        List.of(JobSetLabels.JOBSET_NAME, JobSetLabels.REPLICATEDJOB_NAME, JobSetLabels.JOB_INDEX)
            .stream()
            .filter(label -> !follower.labels().containsKey(label))
            .findFirst();
    if (missing.isPresent()) {
      return new Missing("pod missing label: " + missing.get());
    }
    String name = baseName(follower.labels());
    List<PodRecord> candidates =
        cluster.podsNamed(follower.namespace(), name).stream().filter(PodRecord::isLive).toList();
    if (candidates.size() != 1) {
      return new Missing(
          "expected 1 leader pod (%s), but got %d. this is an expected, transient error"
              .formatted(name, candidates.size()));
    }
    return ofSameJob(follower, candidates.getFirst());
  }

  /** A leader of an earlier Job of the same name is none. */
  private static Leader ofSameJob(AdmittedPod follower, PodRecord leader) {
    Optional<String> followerJob = follower.controllerUid();
    if (followerJob.isEmpty()) {
      return new Missing("follower pod has no owner reference");
    }
    if (leader.controllerUid().isEmpty()) {
      return new Missing("leader pod \"%s\" has no owner reference".formatted(leader.name()));
    }
    if (!leader.controllerUid().equals(followerJob.get())) {
      return new Missing(
          "follower pod owner UID (%s) != leader pod owner UID (%s)"
              .formatted(followerJob.get(), leader.controllerUid()));
    }
    return new Found(leader);
  }

  /** The leader's name without the random part that the Job controller gives it. */
  static String baseName(Map<String, String> labels) {
    return "%s-%s-%s-0"
        .formatted(
            labels.get(JobSetLabels.JOBSET_NAME),
            labels.get(JobSetLabels.REPLICATEDJOB_NAME),
            labels.get(JobSetLabels.JOB_INDEX));
  }
}
