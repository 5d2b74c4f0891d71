package io.x_k8s.jobset.operator.placement;

import static io.x_k8s.jobset.operator.admission.PatchOperation.pointer;

import io.x_k8s.jobset.operator.admission.PatchOperation;
import io.x_k8s.jobset.operator.admission.Verdict;
import io.x_k8s.jobset.operator.observe.NodeRecord;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a new Pod of a JobSet for exclusive placement (admission, section 6): a leader asks for
 * a domain of its own, a follower is sent to its leader's. Every Pod says its priority, among equal
 * ones of which a domain is exclusive. Called twice, it changes nothing more.
 */
final class PodMutation {
  private static final Logger LOG = LoggerFactory.getLogger(PodMutation.class);

  private PodMutation() {}

  static Verdict of(AdmittedPod pod, PlacementLookup cluster) {
    if (!pod.isOfJobSet() || pod.hasPreparedNodes()) {
      return Verdict.allowed();
    }
    List<PatchOperation> patch = new ArrayList<>();
    String priority = pod.labels().getOrDefault(JobSetLabels.PRIORITY, "");
    if (pod.spec().getPriority() != null) {
      String given = PriorityLabel.of(pod.spec().getPriority());
      if (!given.equals(pod.labels().get(JobSetLabels.PRIORITY))) {
        patch.add(put(List.of("metadata", "labels"), pod.labels(), JobSetLabels.PRIORITY, given));
      }
      priority = given;
    }
    Optional<String> topology = pod.topology();
    if (topology.isEmpty()) {
      return Verdict.allowed(patch);
    }
    if (pod.isLeader()) {
      LeaderAffinity affinity =
          new LeaderAffinity(
              topology.get(), pod.labels().getOrDefault(JobSetLabels.JOB_KEY, ""), priority);
      patch.addAll(affinity.addedTo(pod.spec().getAffinity()));
      return Verdict.allowed(patch);
    }
    return follower(pod, topology.get(), patch, cluster);
  }

  /** One whose leader has no place goes on as it is: the validation holds it back and says why. */
  private static Verdict follower(
      AdmittedPod pod, String topology, List<PatchOperation> patch, PlacementLookup cluster) {
    switch (Leader.of(pod, cluster)) {
      case Leader.Missing missing ->
          LOG.debug("A follower Pod in {} finds no leader: {}", pod.namespace(), missing.why());
      case Leader.Found leader -> {
        String nodeName = leader.pod().placement().map(found -> found.nodeName()).orElse("");
        if (!nodeName.isEmpty()) {
          return sendTo(cluster.node(nodeName), nodeName, pod, topology, patch);
        }
        LOG.debug("A follower Pod in {} waits for {}", pod.namespace(), leader.pod().name());
      }
    }
    return Verdict.allowed(patch);
  }

  private static Verdict sendTo(
      Optional<NodeRecord> node,
      String nodeName,
      AdmittedPod pod,
      String topology,
      List<PatchOperation> patch) {
    if (node.isEmpty()) {
      return new Verdict.Denied(
          HttpURLConnection.HTTP_NOT_FOUND,
          "NotFound",
          "Node \"%s\" not found".formatted(nodeName),
          Optional.empty());
    }
    String domain = node.get().labels().get(topology);
    if (domain == null) {
      return Verdict.forbidden("node does not have topology label: " + topology);
    }
    if (!domain.equals(pod.nodeSelector().get(topology))) {
      patch.add(put(List.of("spec", "nodeSelector"), pod.nodeSelector(), topology, domain));
    }
    return Verdict.allowed(patch);
  }

  /** Sets one entry of a map, and makes the map where there is none. */
  private static PatchOperation put(
      List<String> path, Map<String, String> existing, String key, String value) {
    if (existing.isEmpty()) {
      return PatchOperation.add(pointer(path.toArray(new String[0])), Map.of(key, value));
    }
    List<String> entry = new ArrayList<>(path);
    entry.add(key);
    return PatchOperation.add(pointer(entry.toArray(new String[0])), value);
  }
}
