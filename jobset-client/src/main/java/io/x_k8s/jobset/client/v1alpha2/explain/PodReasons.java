package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why Pods do not run. */
final class PodReasons {

  /** A scheduler that works needs far less. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Set<String> CANNOT_PULL =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");
  private static final Set<String> ON_THE_WAY = Set.of("", "ContainerCreating", "PodInitializing");
  private static final String CRASHES = "CrashLoopBackOff";

  private final Surroundings around;
  private final Findings findings = new Findings();

  PodReasons(Surroundings around) {
    this.around = around;
  }

  List<Reason> all() {
    var leaders =
        around.jobs().stream()
            .flatMap(job -> Leader.of(job, around).stream())
            .flatMap(leader -> leader.pod().stream())
            .collect(Collectors.toSet());
    around.pods().stream().filter(pod -> !leaders.contains(pod)).forEach(this::look);
    return Stream.concat(stuck().stream(), findings.reasons().stream()).toList();
  }

  static boolean hasNode(Pod pod) {
    return pod.getSpec() != null && pod.getSpec().getNodeName() != null;
  }

  /** What keeps it from getting a node; empty if nobody says. */
  static String schedulerMessage(Pod pod) {
    return condition(pod, "PodScheduled").map(PodCondition::getMessage).orElse("");
  }

  private void look(Pod pod) {
    var phase = Objects.requireNonNullElse(status(pod).getPhase(), "Pending");
    if (phase.equals("Succeeded")) {
      return;
    }
    if (phase.equals("Failed")) {
      lookAtFailed(pod);
    } else if (!hasNode(pod)) {
      lookAtPlacement(pod);
    } else if (!lookAtContainers(pod)) {
      lookAtReadiness(pod, phase);
    }
  }

  private void lookAtFailed(Pod pod) {
    if (!lookAtContainers(pod)) {
      findings.add(
          pod,
          pods ->
              new Reason.PodsFailed(
                  pods, text(status(pod).getReason()), text(status(pod).getMessage())));
    }
  }

  private void lookAtPlacement(Pod pod) {
    var gates =
        Objects.requireNonNullElse(pod.getSpec().getSchedulingGates(), List.<PodSchedulingGate>of())
            .stream()
            .map(PodSchedulingGate::getName)
            .toList();
    var message = schedulerMessage(pod);
    if (!gates.isEmpty()) {
      findings.add(pod, pods -> new Reason.Gated(pods, gates));
    } else if (!message.isEmpty() || Surroundings.isOlder(pod, PATIENCE, around.now())) {
      findings.add(pod, pods -> new Reason.Unschedulable(pods, message));
    }
  }

  /** Whether there is something to be said of one of them. */
  private boolean lookAtContainers(Pod pod) {
    return Stream.of(status(pod).getInitContainerStatuses(), status(pod).getContainerStatuses())
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .filter(container -> container.getState() != null)
            .filter(container -> lookAtContainer(pod, container))
            .count()
        > 0;
  }

  private boolean lookAtContainer(Pod pod, ContainerStatus container) {
    var waiting = container.getState().getWaiting();
    if (waiting == null) {
      return lookAtEnd(pod, container, container.getState().getTerminated());
    }
    var reason = text(waiting.getReason());
    if (ON_THE_WAY.contains(reason)) {
      return false;
    }
    if (reason.equals(CRASHES)) {
      var last = container.getLastState() == null ? null : container.getLastState().getTerminated();
      return lookAtEnd(pod, container, last);
    }
    findings.add(pod, pods -> notStarted(pods, container, reason, waiting));
    return true;
  }

  private static Reason notStarted(
      List<String> pods, ContainerStatus container, String reason, ContainerStateWaiting waiting) {
    var message = waiting.getMessage() == null ? reason : waiting.getMessage();
    return CANNOT_PULL.contains(reason)
        ? new Reason.ImageNotPulled(pods, container.getName(), text(container.getImage()), message)
        : new Reason.ContainerNotStarted(pods, container.getName(), reason, message);
  }

  private boolean lookAtEnd(Pod pod, ContainerStatus container, ContainerStateTerminated end) {
    if (end == null || number(end.getExitCode()) == 0) {
      return false;
    }
    findings.add(
        pod,
        number(container.getRestartCount()),
        (pods, restarts) ->
            new Reason.ContainerCrashed(
                pods,
                container.getName(),
                number(end.getExitCode()),
                text(end.getReason()),
                restarts,
                text(end.getMessage())));
    return true;
  }

  private void lookAtReadiness(Pod pod, String phase) {
    if (phase.equals("Running")) {
      condition(pod, "Ready")
          .filter(ready -> "False".equals(ready.getStatus()))
          .ifPresent(
              ready ->
                  findings.add(pod, pods -> new Reason.NotReady(pods, text(ready.getMessage()))));
      return;
    }
    around.eventsOf(pod).stream()
        .filter(event -> "Warning".equals(event.getType()))
        .filter(event -> !"FailedScheduling".equals(event.getReason()))
        .findFirst()
        .ifPresent(
            event ->
                findings.add(
                    pod,
                    pods ->
                        new Reason.HeldUp(
                            pods, text(event.getReason()), text(event.getMessage()))));
  }

  /** A Pod's deletion timestamp is when it has to be gone, its grace period included. */
  private Optional<Reason> stuck() {
    var overdue =
        around.leaving().stream()
            .filter(
                pod ->
                    Instant.parse(pod.getMetadata().getDeletionTimestamp())
                        .plus(PATIENCE)
                        .isBefore(around.now()))
            .toList();
    return overdue.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Reason.StuckTerminating(
                overdue.stream().map(pod -> pod.getMetadata().getName()).toList(),
                overdue.stream()
                    .filter(PodReasons::hasNode)
                    .map(pod -> pod.getSpec().getNodeName())
                    .distinct()
                    .toList()));
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    return Objects.requireNonNullElse(status(pod).getConditions(), List.<PodCondition>of()).stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }

  private static PodStatus status(Pod pod) {
    return Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
  }

  private static String text(String value) {
    return Objects.requireNonNullElse(value, "");
  }

  private static int number(Integer value) {
    return Objects.requireNonNullElse(value, 0);
  }
}
