package io.x_k8s.jobset.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.x_k8s.jobset.operator.plan.ExclusivePod;
import io.x_k8s.jobset.operator.plan.ExclusivePod.SchedulingWait;
import io.x_k8s.jobset.operator.plan.InPlacePod;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads from Pods and nodes the few fields that decisions need. */
final class PodRecords {
  private static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";
  private static final String LEADER = "0";
  private static final String SUCCEEDED = "Succeeded";
  private static final String FAILED = "Failed";
  private static final Set<String> ENDS = Set.of(SUCCEEDED, FAILED);

  private PodRecords() {}

  static NodeRecord of(Node node) {
    ObjectMeta metadata = node.getMetadata();
    return new NodeRecord(
        metadata.getName(),
        metadata.getUid(),
        metadata.getResourceVersion(),
        orEmpty(metadata.getLabels()));
  }

  static PodRecord of(Pod pod) {
    ObjectMeta metadata = pod.getMetadata();
    PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    return new PodRecord(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        metadata.getResourceVersion(),
        orEmpty(metadata.getLabels()).getOrDefault(JobSetLabels.JOBSET_NAME, ""),
        Records.controllerUid(metadata),
        status.getPhase() != null && ENDS.contains(status.getPhase()),
        metadata.getDeletionTimestamp() != null,
        inPlaceRestart(metadata, status),
        placement(pod, status));
  }

  private static Optional<InPlacePod> inPlaceRestart(ObjectMeta metadata, PodStatus status) {
    if (metadata.getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    InPlacePod told =
        new InPlacePod(
            InPlacePod.Attempt.parse(
                orEmpty(metadata.getAnnotations()).get(JobSetAnnotations.IN_PLACE_RESTART_ATTEMPT)),
            Math.max(
                mostRestarts(status.getContainerStatuses()),
                mostRestarts(status.getInitContainerStatuses())),
            phase(status.getPhase()));
    return told.isSilent() ? Optional.empty() : Optional.of(told);
  }

  private static int mostRestarts(List<ContainerStatus> containers) {
    return containers == null
        ? 0
        : containers.stream()
            .map(ContainerStatus::getRestartCount)
            .filter(Objects::nonNull)
            .max(Integer::compare)
            .orElse(0);
  }

  private static InPlacePod.Phase phase(String phase) {
    if (SUCCEEDED.equals(phase)) {
      return InPlacePod.Phase.SUCCEEDED;
    }
    return FAILED.equals(phase) ? InPlacePod.Phase.FAILED : InPlacePod.Phase.LIVE;
  }

  /** Pods whose nodes were prepared beforehand carry both annotations, and are left alone. */
  private static Optional<ExclusivePod> placement(Pod pod, PodStatus status) {
    Map<String, String> annotations = orEmpty(pod.getMetadata().getAnnotations());
    String topology = annotations.get(JobSetAnnotations.EXCLUSIVE_TOPOLOGY);
    if (topology == null || annotations.containsKey(JobSetAnnotations.NODE_SELECTOR)) {
      return Optional.empty();
    }
    PodSpec spec = Objects.requireNonNullElseGet(pod.getSpec(), PodSpec::new);
    String nodeName = Objects.requireNonNullElse(spec.getNodeName(), "");
    boolean leader = LEADER.equals(annotations.get(COMPLETION_INDEX));
    return Optional.of(
        new ExclusivePod(
            topology,
            orEmpty(pod.getMetadata().getLabels()).getOrDefault(JobSetLabels.JOB_KEY, ""),
            leader,
            nodeName,
            Optional.ofNullable(orEmpty(spec.getNodeSelector()).get(topology)),
            condition(status, "DisruptionTarget").filter(PodRecords::isTrue).isPresent(),
            leader && nodeName.isEmpty()
                ? Optional.of(schedulingWait(pod, status))
                : Optional.empty()));
  }

  private static SchedulingWait schedulingWait(Pod pod, PodStatus status) {
    PodCondition condition = condition(status, "PodScheduled").orElseGet(PodCondition::new);
    return new SchedulingWait(
        Objects.requireNonNullElse(condition.getReason(), "Pending"),
        Objects.requireNonNullElse(condition.getMessage(), ""),
        Records.time(condition.getLastTransitionTime())
            .or(() -> Records.time(pod.getMetadata().getCreationTimestamp()))
            .orElse(Instant.EPOCH));
  }

  private static Optional<PodCondition> condition(PodStatus status, String type) {
    return status.getConditions() == null
        ? Optional.empty()
        : status.getConditions().stream()
            .filter(condition -> type.equals(condition.getType()))
            .findFirst();
  }

  private static boolean isTrue(PodCondition condition) {
    return "True".equals(condition.getStatus());
  }

  private static Map<String, String> orEmpty(Map<String, String> values) {
    return values == null ? Map.of() : values;
  }
}
