package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.Map;

/** Applies additions to the JSON of a JobSet, as an API server does. */
final class Patches {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Patches() {}

  static Map<String, Object> tree(JobSet jobSet) {
    return cast(SERIALIZATION.convertValue(jobSet, Map.class));
  }

  static Map<String, Object> apply(Map<String, Object> tree, List<Addition> additions) {
    for (Addition addition : additions) {
      String[] keys = addition.pointer().substring(1).split("/");
      Object parent = tree;
      for (int i = 0; i < keys.length - 1; i++) {
        parent =
            parent instanceof List<?> list
                ? list.get(Integer.parseInt(keys[i]))
                : cast(parent).get(keys[i]);
      }
      cast(parent).put(keys[keys.length - 1], addition.value());
    }
    return tree;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> cast(Object map) {
    return (Map<String, Object>) map;
  }
}
