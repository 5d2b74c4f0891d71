package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.StartupPolicyOrder;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The CEL rules of the CRD (specification of the API, section 5), said in Java. A test evaluates
 * the CRD's own expressions and compares.
 */
final class CelRules {
  private static final String EXCLUSIVE = "StartupPolicy and DependsOn APIs are mutually exclusive";
  private static final String NO_NAMESPACE =
      "namespace cannot be set for VolumeClaimPolicies templates";
  private static final String IMMUTABLE = "Value is immutable";
  private static final List<String> UNCHANGEABLE =
      List.of("network", "successPolicy", "failurePolicy", "startupPolicy", "volumeClaimPolicies");

  private final Errors errors;

  private CelRules(Errors errors) {
    this.errors = errors;
  }

  /** The rules that look at one state only. */
  static void create(JobSetSpec spec, Errors errors) {
    if (spec != null) {
      CelRules rules = new CelRules(errors);
      rules.oneWayToOrder(spec);
      rules.noNamespaces(spec);
    }
  }

  /** All rules: a transition rule applies where the field is present before and after. */
  static void update(JobSetSpec old, JobSetSpec now, Errors errors) {
    create(now, errors);
    if (old != null && now != null) {
      new CelRules(errors).unchanged(old, now);
    }
  }

  private void oneWayToOrder(JobSetSpec spec) {
    if (spec.getStartupPolicy() == null
        || !StartupPolicyOrder.IN_ORDER.equals(spec.getStartupPolicy().getStartupPolicyOrder())) {
      return;
    }
    if (spec.getReplicatedJobs() == null) {
      errors.invalid("spec", ModelTree.of(spec), noSuchKey("replicatedJobs", EXCLUSIVE));
    } else if (Template.allOf(spec).stream()
        .anyMatch(template -> template.replicatedJob().getDependsOn() != null)) {
      errors.invalid("spec", ModelTree.of(spec), EXCLUSIVE);
    }
  }

  private void noNamespaces(JobSetSpec spec) {
    List<VolumeClaimPolicy> policies =
        Objects.requireNonNullElse(spec.getVolumeClaimPolicies(), List.of());
    for (int i = 0; i < policies.size(); i++) {
      VolumeClaimPolicy policy = policies.get(i);
      if (policy != null) {
        noNamespaces("spec.volumeClaimPolicies[" + i + "]", policy);
      }
    }
  }

  /** In CEL, one element that breaks the rule outweighs others that cannot be evaluated. */
  private void noNamespaces(String path, VolumeClaimPolicy policy) {
    List<PersistentVolumeClaimTemplate> templates = policy.getTemplates();
    if (templates == null) {
      errors.invalid(path, ModelTree.of(policy), noSuchKey("templates", NO_NAMESPACE));
    } else if (templates.stream().anyMatch(CelRules::hasNamespace)) {
      errors.invalid(path, ModelTree.of(policy), NO_NAMESPACE);
    } else if (templates.stream().anyMatch(CelRules::hasNoMetadata)) {
      errors.invalid(path, ModelTree.of(policy), noSuchKey("metadata", NO_NAMESPACE));
    }
  }

  private static boolean hasNamespace(PersistentVolumeClaimTemplate template) {
    return template != null
        && template.getMetadata() != null
        && template.getMetadata().getNamespace() != null
        && !template.getMetadata().getNamespace().isEmpty();
  }

  private static boolean hasNoMetadata(PersistentVolumeClaimTemplate template) {
    return template != null && template.getMetadata() == null;
  }

  private static String noSuchKey(String key, String rule) {
    return "no such key: " + key + " evaluating rule: " + rule;
  }

  private void unchanged(JobSetSpec old, JobSetSpec now) {
    Map<?, ?> before = SpecTree.of(old);
    Map<?, ?> after = SpecTree.of(now);
    UNCHANGEABLE.forEach(field -> unchanged("spec." + field, before.get(field), after.get(field)));
    Map<Object, Object> dependencies = new HashMap<>();
    SpecTree.replicatedJobs(before)
        .forEach(job -> dependencies.put(job.get("name"), job.get("dependsOn")));
    List<Map<?, ?>> jobs = SpecTree.replicatedJobs(after);
    for (int i = 0; i < jobs.size(); i++) {
      unchanged(
          "spec.replicatedJobs[" + i + "].dependsOn",
          withoutOrder(dependencies.get(jobs.get(i).get("name"))),
          withoutOrder(jobs.get(i).get("dependsOn")));
    }
  }

  /** A list that is a map by name has no order in CEL. */
  private static Object withoutOrder(Object list) {
    return list instanceof List<?> elements ? new HashSet<>(elements) : null;
  }

  private void unchanged(String path, Object old, Object now) {
    if (old != null && now != null && !old.equals(now)) {
      errors.invalid(path, now, IMMUTABLE);
    }
  }
}
