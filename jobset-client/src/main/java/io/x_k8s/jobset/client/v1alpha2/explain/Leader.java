package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import java.util.Objects;
import java.util.Optional;

/**
 * The first Pod of a Job that has a topology domain for itself, while it has no node.
 *
 * @param job name of the Job
 * @param topology node label that names the domains
 * @param pod the Pod, if it exists
 * @param message why it has no node, or why it does not exist; may be empty
 */
record Leader(String job, String topology, Optional<Pod> pod, String message) {

  private static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";

  /** Empty if the Job's other Pods do not have to wait for its first one. */
  static Optional<Leader> of(Job job, Surroundings around) {
    var annotations = job.getMetadata().getAnnotations();
    var topology =
        annotations == null || annotations.containsKey(JobSetAnnotations.NODE_SELECTOR)
            ? null
            : annotations.get(JobSetAnnotations.EXCLUSIVE_TOPOLOGY);
    if (topology == null || JobReasons.wantedPods(job, 0) < 2) {
      return Optional.empty();
    }
    var pod = around.podsOf(job).stream().filter(Leader::isFirst).findFirst();
    if (pod.filter(PodReasons::hasNode).isPresent()) {
      return Optional.empty();
    }
    var message =
        pod.map(PodReasons::schedulerMessage)
            .orElseGet(
                () ->
                    around.eventsOf(job).stream()
                        .map(Event::getMessage)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(""));
    return Optional.of(new Leader(job.getMetadata().getName(), topology, pod, message));
  }

  Reason reason() {
    return new Reason.LeaderNotPlaced(
        job, topology, pod.map(leader -> leader.getMetadata().getName()), message);
  }

  private static boolean isFirst(Pod pod) {
    var annotations = pod.getMetadata().getAnnotations();
    return annotations != null && "0".equals(annotations.get(COMPLETION_INDEX));
  }
}
