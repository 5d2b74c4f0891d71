package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The spec of a JobSet as its JSON, with what the schema of the CRD fills in. */
final class SpecTree {
  private SpecTree() {}

  /** A tree of its own, which may be changed. */
  static Map<String, Object> of(JobSetSpec spec) {
    Map<String, Object> tree = asObject(ModelTree.of(spec));
    fill(tree, Schema.spec());
    return tree;
  }

  /** The ReplicatedJobs in such a tree. */
  static List<Map<?, ?>> replicatedJobs(Map<?, ?> spec) {
    List<Map<?, ?>> jobs = new ArrayList<>();
    if (spec.get("replicatedJobs") instanceof List<?> list) {
      list.forEach(element -> jobs.add(element instanceof Map<?, ?> job ? job : Map.of()));
    }
    return jobs;
  }

  private static void fill(Object value, Schema schema) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> object = asObject(map);
      for (String name : schema.propertiesWithDefault()) {
        if (object.get(name) == null) {
          object.put(name, schema.property(name).defaultValue().orElseThrow());
        }
      }
      object.forEach((name, child) -> fill(child, schema.valueOf(name)));
    } else if (value instanceof List<?> list) {
      list.forEach(element -> fill(element, schema.element()));
    }
  }

  @SuppressWarnings("unchecked") // The names in a tree are texts.
  private static Map<String, Object> asObject(Object map) {
    return (Map<String, Object>) map;
  }
}
