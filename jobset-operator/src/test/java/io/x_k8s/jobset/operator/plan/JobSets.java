package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRuleBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatus;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobStatusBuilder;
import java.util.Arrays;
import java.util.List;

/** JobSets to plan for. */
final class JobSets {
  static final String UID = "jobset-uid";
  static final String NAME = "test-js";
  static final String A = "replicated-job-a";
  static final String B = "replicated-job-b";

  private JobSets() {}

  /**
   * Fixture F1 of the acceptance table: one Job in {@link #A}, three in {@link #B}, DNS hostnames,
   * no failure policy, not suspended.
   */
  static JobSetBuilder f1() {
    return jobSet(replicatedJob(A, 1), replicatedJob(B, 3));
  }

  /** F1 with a failure policy. */
  static JobSetBuilder f1(int maxRestarts, FailurePolicyRule... rules) {
    return f1().editSpec()
        .withNewFailurePolicy()
        .withMaxRestarts(maxRestarts)
        .withRules(rules)
        .endFailurePolicy()
        .endSpec();
  }

  static JobSetBuilder jobSet(ReplicatedJob... replicatedJobs) {
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(NAME)
        .withUid(UID)
        .withResourceVersion("1")
        .endMetadata()
        .withNewSpec()
        .withReplicatedJobs(replicatedJobs)
        .withNewNetwork()
        .withEnableDNSHostnames(true)
        .endNetwork()
        .withNewSuccessPolicy()
        .withOperator("All")
        .endSuccessPolicy()
        .endSpec();
  }

  /** An Indexed ReplicatedJob with one Pod per Job. */
  static ReplicatedJob replicatedJob(String name, int replicas) {
    return replicatedJobOf(name, replicas).build();
  }

  static ReplicatedJobBuilder replicatedJobOf(String name, int replicas) {
    return new ReplicatedJobBuilder()
        .withName(name)
        .withGroupName("default")
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withParallelism(1)
        .withCompletions(1)
        .withNewTemplate()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .endTemplate();
  }

  /** A ReplicatedJob that waits for others; each dependency as {@code name=Ready}. */
  static ReplicatedJob dependent(String name, int replicas, String... dependencies) {
    ReplicatedJobBuilder result = replicatedJobOf(name, replicas);
    for (String dependency : dependencies) {
      String[] parts = dependency.split("=");
      result.addNewDependsOn().withName(parts[0]).withStatus(parts[1]).endDependsOn();
    }
    return result.build();
  }

  static JobSetBuilder inOrder(JobSetBuilder jobSet) {
    return jobSet
        .editSpec()
        .withNewStartupPolicy()
        .withStartupPolicyOrder("InOrder")
        .endStartupPolicy()
        .endSpec();
  }

  static FailurePolicyRule rule(String action) {
    return ruleOf("Rule1", action).build();
  }

  static FailurePolicyRule rule(String action, String reason) {
    return ruleOf("Rule1", action).withOnJobFailureReasons(reason).build();
  }

  static FailurePolicyRuleBuilder ruleOf(String name, String action) {
    return new FailurePolicyRuleBuilder().withName(name).withAction(action);
  }

  /** A stored condition that has stood since some time before {@link Scene#NOW}. */
  static Condition condition(String type, String status, String reason, String message) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime("2026-01-01T00:00:00Z")
        .build();
  }

  static Condition isTrue(String type) {
    return condition(type, "True", "Stored", "stored before");
  }

  static ReplicatedJobStatus restarts(String name, List<Integer> all, List<Integer> counting) {
    return new ReplicatedJobStatusBuilder()
        .withName(name)
        .withJobRestarts(all)
        .withJobRestartsCountTowardsMax(counting)
        .build();
  }

  static JobSetBuilder withConditions(JobSetBuilder jobSet, Condition... conditions) {
    return jobSet.editOrNewStatus().withConditions(Arrays.asList(conditions)).endStatus();
  }
}
