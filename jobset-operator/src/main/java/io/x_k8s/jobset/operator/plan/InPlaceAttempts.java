package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.plan.InPlacePod.Attempt;
import io.x_k8s.jobset.operator.plan.InPlacePod.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the Pods of some Jobs tell together. Pods of other owners, and those that are about to go,
 * tell nothing: nobody waits for them, and what they say is out of date.
 *
 * @param attempts of the Pods that have not ended, as far as their agents have told
 * @param mostRestarts the largest restart count of any container, 0 without Pods
 * @param succeeded how many Pods have succeeded, by the UID of their Job
 * @param malformed what stands where an attempt should, by the name of the Pod
 */
record InPlaceAttempts(
    List<Integer> attempts,
    int mostRestarts,
    Map<String, Integer> succeeded,
    Map<String, String> malformed) {

  static InPlaceAttempts of(Collection<PodRecord> pods, Collection<JobRecord> jobs) {
    Set<String> uids = HashSet.newHashSet(jobs.size());
    jobs.stream().filter(job -> !job.deleting()).forEach(job -> uids.add(job.uid()));
    List<Integer> attempts = new ArrayList<>();
    Map<String, Integer> succeeded = new HashMap<>();
    Map<String, String> malformed = new TreeMap<>();
    int mostRestarts = 0;
    for (PodRecord pod : pods) {
      if (pod.deleting() || pod.inPlaceRestart().isEmpty() || !uids.contains(pod.controllerUid())) {
        continue;
      }
      InPlacePod told = pod.inPlaceRestart().get();
      mostRestarts = Math.max(mostRestarts, told.restarts());
      if (told.phase() == Phase.SUCCEEDED) {
        succeeded.merge(pod.controllerUid(), 1, Integer::sum);
      } else if (told.phase() == Phase.LIVE) {
        switch (told.attempt()) {
          case Attempt.Known known -> attempts.add(known.value());
          case Attempt.Malformed unreadable -> malformed.put(pod.name(), unreadable.text());
          case Attempt.Absent absent -> {}
        }
      }
    }
    return new InPlaceAttempts(attempts, mostRestarts, succeeded, malformed);
  }

  boolean isEmpty() {
    return attempts.isEmpty();
  }

  /** The largest attempt; 0 when nobody has told one. */
  int latest() {
    return attempts.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Whether so many Pods are all in the same attempt; never without Pods. */
  boolean areInStep(long pods) {
    return !attempts.isEmpty()
        && attempts.size() == pods
        && attempts.stream().allMatch(attempts.get(0)::equals);
  }
}
