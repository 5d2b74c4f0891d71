package io.x_k8s.jobset.operator.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.zjsonpatch.JsonPatch;
import io.x_k8s.jobset.operator.admission.PatchOperation;
import io.x_k8s.jobset.operator.admission.Verdict;
import java.util.List;

/** Admits Pods as the API server would: applies the patch, and calls again. */
final class Admissions {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    new KubernetesSerialization(MAPPER, true); // configures the mapper
  }

  private Admissions() {}

  static Verdict mutate(Pod pod, FakeCluster cluster) {
    return PodMutation.of(AdmittedPod.of("ns", pod), cluster);
  }

  static Verdict validate(Pod pod, FakeCluster cluster) {
    return PodValidation.of(AdmittedPod.of("ns", pod), cluster);
  }

  /** What the patch does to the Pod. */
  static Pod mutated(Pod pod, FakeCluster cluster) {
    JsonNode patched = JsonPatch.apply(json(patch(pod, cluster)), json(pod));
    return MAPPER.convertValue(patched, Pod.class);
  }

  static List<PatchOperation> patch(Pod pod, FakeCluster cluster) {
    return ((Verdict.Allowed) mutate(pod, cluster)).patch();
  }

  /** The patch as the API server gets it. */
  static String text(List<PatchOperation> patch) {
    return json(patch).toString();
  }

  private static JsonNode json(Object object) {
    return MAPPER.valueToTree(object);
  }
}
