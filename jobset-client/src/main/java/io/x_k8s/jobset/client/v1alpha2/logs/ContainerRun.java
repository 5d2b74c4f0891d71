package io.x_k8s.jobset.client.v1alpha2.logs;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One run of one container, which has a log of its own.
 *
 * @param podUid UID of its Pod
 * @param pod name of its Pod
 * @param container its name
 * @param number which of its runs, from 0
 * @param attempt which attempt of the JobSet
 * @param over whether it has ended
 * @param leaving whether its Pod is being deleted
 */
record ContainerRun(
    String podUid,
    String pod,
    String container,
    int number,
    int attempt,
    boolean over,
    boolean leaving) {

  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /** What tells the logs of a JobSet apart. */
  record Id(String podUid, String container, int number) {}

  Id id() {
    return new Id(podUid, container, number);
  }

  /** The same, of a Pod that is gone, or a container that runs anew. */
  ContainerRun inThePast() {
    return new ContainerRun(podUid, pod, container, number, attempt, true, true);
  }

  /** The latest run of a Pod's container; empty if it has not been started yet. */
  static Optional<ContainerRun> latest(Pod pod, Optional<String> container) {
    var name = container.or(() -> defaultContainer(pod));
    return name.flatMap(wanted -> status(pod, wanted))
        .filter(ContainerRun::hasRun)
        .map(status -> of(pod, status));
  }

  private static ContainerRun of(Pod pod, ContainerStatus status) {
    var metadata = pod.getMetadata();
    return new ContainerRun(
        metadata.getUid(),
        metadata.getName(),
        status.getName(),
        Objects.requireNonNullElse(status.getRestartCount(), 0),
        attempt(pod),
        status.getState() == null || status.getState().getRunning() == null,
        metadata.getDeletionTimestamp() != null);
  }

  /** A container that crashes again and again waits between its runs; the last one has a log. */
  private static boolean hasRun(ContainerStatus status) {
    return isRun(status.getState()) || isRun(status.getLastState());
  }

  private static boolean isRun(ContainerState state) {
    return state != null && (state.getRunning() != null || state.getTerminated() != null);
  }

  private static Optional<ContainerStatus> status(Pod pod, String container) {
    var statuses = pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
    return Objects.requireNonNullElse(statuses, List.<ContainerStatus>of()).stream()
        .filter(status -> container.equals(status.getName()))
        .findFirst();
  }

  private static Optional<String> defaultContainer(Pod pod) {
    var annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of());
    return Optional.ofNullable(annotations.get(DEFAULT_CONTAINER))
        .or(() -> pod.getSpec().getContainers().stream().map(Container::getName).findFirst());
  }

  private static int attempt(Pod pod) {
    var labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of());
    var attempt = labels.getOrDefault(JobSetLabels.RESTART_ATTEMPT, "");
    return attempt.matches("\\d{1,9}") ? Integer.parseInt(attempt) : 0;
  }
}
