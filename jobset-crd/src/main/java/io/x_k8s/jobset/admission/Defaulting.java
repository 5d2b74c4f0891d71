package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.x_k8s.jobset.v1alpha2.FailurePolicy;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.Network;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.StartupPolicy;
import io.x_k8s.jobset.v1alpha2.StartupPolicyOrder;
import io.x_k8s.jobset.v1alpha2.SuccessPolicy;
import io.x_k8s.jobset.v1alpha2.SuccessPolicyOperator;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import io.x_k8s.jobset.v1alpha2.VolumeClaimRetentionPolicy;
import io.x_k8s.jobset.v1alpha2.WhenDeleted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in what a new JobSet leaves open (specification of admission, section 3). Only what is
 * absent is added; a value that is given, also an empty or zero one, stays. What the CRD's schema
 * fills in by itself ({@code replicas}, {@code groupName}, {@code restartStrategy}) is not repeated
 * here.
 */
public final class Defaulting {
  private static final String INDEXED = "Indexed";
  private static final String ON_FAILURE = "OnFailure";
  private static final String RULE_NAME_PREFIX = "failurePolicyRule";

  private final List<Step> steps = new ArrayList<>();

  /** One default: what is added to the JSON, and how the same is set in the model. */
  private record Step(Addition addition, Runnable change) {}

  private Defaulting(JobSet jobSet) {
    if (jobSet.getSpec() == null) {
      addSpec(jobSet);
    } else {
      completeSpec(jobSet.getSpec());
    }
  }

  /**
   * What admission adds to a new JobSet. Nothing else of the object is touched: empty objects,
   * fields unknown to this model and zero values stay as they are.
   *
   * @param jobSet the JobSet as it was submitted; not changed
   * @return the additions, in an order in which they can be applied; empty when nothing is missing
   */
  public static List<Addition> additions(JobSet jobSet) {
    return new Defaulting(jobSet).steps.stream().map(Step::addition).toList();
  }

  /**
   * A new JobSet with the defaults filled in.
   *
   * @param jobSet the JobSet as it is to be submitted; not changed
   * @return a copy with all that {@link #additions} lists
   */
  public static JobSet defaulted(JobSet jobSet) {
    JobSet copy = jobSet.edit().build();
    new Defaulting(copy).steps.forEach(step -> step.change().run());
    return copy;
  }

  /** The success policy that an absent one means. */
  static SuccessPolicy defaultSuccessPolicy() {
    SuccessPolicy policy = new SuccessPolicy();
    policy.setOperator(SuccessPolicyOperator.ALL);
    return policy;
  }

  /** The startup policy that an absent one means. */
  static StartupPolicy defaultStartupPolicy() {
    StartupPolicy policy = new StartupPolicy();
    policy.setStartupPolicyOrder(StartupPolicyOrder.ANY_ORDER);
    return policy;
  }

  private void addSpec(JobSet jobSet) {
    JobSetSpec spec = new JobSetSpec();
    completeSpec(spec);
    List<Step> parts = List.copyOf(steps);
    steps.clear();
    Map<String, Object> value = new LinkedHashMap<>();
    parts.forEach(
        part ->
            value.put(
                part.addition().pointer().substring("/spec/".length()), part.addition().value()));
    add(
        "/spec",
        value,
        () -> {
          parts.forEach(part -> part.change().run());
          jobSet.setSpec(spec);
        });
  }

  private void completeSpec(JobSetSpec spec) {
    if (spec.getSuccessPolicy() == null) {
      add(
          "/spec/successPolicy",
          Map.of("operator", SuccessPolicyOperator.ALL),
          () -> spec.setSuccessPolicy(defaultSuccessPolicy()));
    }
    if (spec.getStartupPolicy() == null) {
      add(
          "/spec/startupPolicy",
          Map.of("startupPolicyOrder", StartupPolicyOrder.ANY_ORDER),
          () -> spec.setStartupPolicy(defaultStartupPolicy()));
    }
    forEach(
        "/spec/replicatedJobs",
        spec.getReplicatedJobs(),
        (at, job) -> completeTemplate(at + "/template", job));
    completeNetwork(spec);
    FailurePolicy failurePolicy = spec.getFailurePolicy();
    if (failurePolicy != null) {
      nameRules(failurePolicy.getRules());
    }
    forEach("/spec/volumeClaimPolicies", spec.getVolumeClaimPolicies(), this::completeRetention);
  }

  /** A missing {@code template} stays missing: the schema requires it, and must say so. */
  private void completeTemplate(String at, ReplicatedJob replicatedJob) {
    JobTemplateSpec template = replicatedJob.getTemplate();
    if (template == null) {
      return;
    }
    JobSpec spec = template.getSpec();
    if (spec == null) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("completionMode", INDEXED);
      value.put("template", Map.of("spec", Map.of("restartPolicy", ON_FAILURE)));
      add(
          at + "/spec",
          value,
          () -> {
            JobSpec added = new JobSpec();
            added.setCompletionMode(INDEXED);
            added.setTemplate(podTemplate());
            template.setSpec(added);
          });
      return;
    }
    if (spec.getCompletionMode() == null) {
      add(at + "/spec/completionMode", INDEXED, () -> spec.setCompletionMode(INDEXED));
    }
    completePodTemplate(at + "/spec/template", spec);
  }

  private void completePodTemplate(String at, JobSpec jobSpec) {
    PodTemplateSpec template = jobSpec.getTemplate();
    if (template == null) {
      add(
          at,
          Map.of("spec", Map.of("restartPolicy", ON_FAILURE)),
          () -> jobSpec.setTemplate(podTemplate()));
      return;
    }
    PodSpec spec = template.getSpec();
    if (spec == null) {
      add(
          at + "/spec",
          Map.of("restartPolicy", ON_FAILURE),
          () -> template.setSpec(podTemplate().getSpec()));
    } else if (isEmpty(spec.getRestartPolicy())) {
      add(at + "/spec/restartPolicy", ON_FAILURE, () -> spec.setRestartPolicy(ON_FAILURE));
    }
  }

  private static PodTemplateSpec podTemplate() {
    PodSpec spec = new PodSpec();
    spec.setRestartPolicy(ON_FAILURE);
    PodTemplateSpec template = new PodTemplateSpec();
    template.setSpec(spec);
    return template;
  }

  private void completeNetwork(JobSetSpec spec) {
    Network network = spec.getNetwork();
    if (network == null) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("enableDNSHostnames", true);
      value.put("publishNotReadyAddresses", true);
      add(
          "/spec/network",
          value,
          () -> {
            Network added = new Network();
            added.setEnableDNSHostnames(true);
            added.setPublishNotReadyAddresses(true);
            spec.setNetwork(added);
          });
      return;
    }
    if (network.getEnableDNSHostnames() == null) {
      add("/spec/network/enableDNSHostnames", true, () -> network.setEnableDNSHostnames(true));
    }
    if (network.getPublishNotReadyAddresses() == null) {
      add(
          "/spec/network/publishNotReadyAddresses",
          true,
          () -> network.setPublishNotReadyAddresses(true));
    }
  }

  private void nameRules(List<FailurePolicyRule> rules) {
    forEach(
        "/spec/failurePolicy/rules",
        rules,
        (at, rule) -> {
          if (isEmpty(rule.getName())) {
            String name = RULE_NAME_PREFIX + at.substring(at.lastIndexOf('/') + 1);
            add(at + "/name", name, () -> rule.setName(name));
          }
        });
  }

  private void completeRetention(String at, VolumeClaimPolicy policy) {
    if (policy.getRetentionPolicy() == null) {
      add(
          at + "/retentionPolicy",
          Map.of("whenDeleted", WhenDeleted.DELETE),
          () -> {
            VolumeClaimRetentionPolicy added = new VolumeClaimRetentionPolicy();
            added.setWhenDeleted(WhenDeleted.DELETE);
            policy.setRetentionPolicy(added);
          });
    }
  }

  private void add(String pointer, Object value, Runnable change) {
    steps.add(new Step(new Addition(pointer, value), change));
  }

  private interface Visit<T> {
    void visit(String pointer, T element);
  }

  /** An element that is null is left to the schema, which refuses it. */
  private static <T> void forEach(String pointer, List<T> list, Visit<T> visit) {
    for (int i = 0; list != null && i < list.size(); i++) {
      if (list.get(i) != null) {
        visit.visit(pointer + "/" + i, list.get(i));
      }
    }
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }
}
