package io.x_k8s.jobset.e2e.admission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the specification says is filled in (admission, section 3), written for JSON as it is stored
 * and apart from the code that is tested.
 */
final class ExpectedDefaults {
  private ExpectedDefaults() {}

  /** Fills them into a JobSet's spec. */
  static void addTo(Map<String, Object> spec) {
    spec.putIfAbsent("successPolicy", Map.of("operator", "All"));
    spec.putIfAbsent("startupPolicy", Map.of("startupPolicyOrder", "AnyOrder"));
    for (Map<String, Object> template : list(spec, "replicatedJobs")) {
      Map<String, Object> jobSpec = child(child(template, "template"), "spec");
      jobSpec.putIfAbsent("completionMode", "Indexed");
      child(child(jobSpec, "template"), "spec").putIfAbsent("restartPolicy", "OnFailure");
    }
    Map<String, Object> network = child(spec, "network");
    network.putIfAbsent("enableDNSHostnames", true);
    network.putIfAbsent("publishNotReadyAddresses", true);
    int index = 0;
    if (spec.containsKey("failurePolicy")) {
      for (Map<String, Object> rule : list(child(spec, "failurePolicy"), "rules")) {
        rule.putIfAbsent("name", "failurePolicyRule" + index);
        index++;
      }
    }
    for (Map<String, Object> policy : list(spec, "volumeClaimPolicies")) {
      policy.putIfAbsent("retentionPolicy", Map.of("whenDeleted", "Delete"));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> parent, String key) {
    return (Map<String, Object>) parent.computeIfAbsent(key, k -> new LinkedHashMap<>());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
    return (List<Map<String, Object>>) parent.getOrDefault(key, List.of());
  }
}
