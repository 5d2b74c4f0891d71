package io.x_k8s.jobset.e2e.operator;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpecBuilder;
import io.x_k8s.jobset.v1alpha2.FailurePolicyBuilder;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRuleBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import io.x_k8s.jobset.v1alpha2.RestartStrategy;
import io.x_k8s.jobset.v1alpha2.SuccessPolicyOperator;
import java.util.function.Consumer;

/** The JobSets of the acceptance table, as the admission webhook would have completed them. */
final class JobSets {
  static final String NAME = "test-js";
  static final String A = "replicated-job-a";
  static final String B = "replicated-job-b";
  static final String A0 = "test-js-replicated-job-a-0";
  static final String B0 = "test-js-replicated-job-b-0";
  static final String B1 = "test-js-replicated-job-b-1";
  static final String B2 = "test-js-replicated-job-b-2";
  static final String[] ALL_JOBS = {A0, B0, B1, B2};
  static final String[] JOBS_OF_B = {B0, B1, B2};

  static final String POD_FAILURE_POLICY = "PodFailurePolicy";

  private JobSets() {}

  /** Fixture F1: one Job of a, three of b, DNS names, complete when all Jobs are. */
  static JobSet f1() {
    return f1(spec -> {});
  }

  /** F1 with something else in its spec. */
  static JobSet f1(Consumer<JobSetSpecBuilder> change) {
    return named(
        NAME,
        spec -> {
          spec.withReplicatedJobs(replicatedJob(A, 1).build(), replicatedJob(B, 3).build());
          change.accept(spec);
        });
  }

  /** F1 with a failure policy. */
  static JobSet f1(int maxRestarts, FailurePolicyRule... rules) {
    return f1(failurePolicy(maxRestarts, rules));
  }

  static Consumer<JobSetSpecBuilder> failurePolicy(int maxRestarts, FailurePolicyRule... rules) {
    return spec ->
        spec.withFailurePolicy(
            new FailurePolicyBuilder()
                .withMaxRestarts(maxRestarts)
                .withRestartStrategy(RestartStrategy.RECREATE)
                .withRules(rules)
                .build());
  }

  /** A JobSet with DNS names that is complete when all Jobs are. */
  static JobSet named(String name, Consumer<JobSetSpecBuilder> change) {
    JobSetSpecBuilder spec =
        new JobSetSpecBuilder()
            .withSuspend(false)
            .withNewNetwork()
            .withEnableDNSHostnames(true)
            .withPublishNotReadyAddresses(true)
            .endNetwork()
            .withNewSuccessPolicy()
            .withOperator(SuccessPolicyOperator.ALL)
            .endSuccessPolicy();
    change.accept(spec);
    return new JobSetBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withSpec(spec.build())
        .build();
  }

  static ReplicatedJobBuilder replicatedJob(String name, int replicas) {
    return new ReplicatedJobBuilder()
        .withName(name)
        .withGroupName("default")
        .withReplicas(replicas)
        .withTemplate(jobTemplate());
  }

  private static JobTemplateSpec jobTemplate() {
    return new JobTemplateSpecBuilder()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withParallelism(1)
        .withCompletions(1)
        .withTemplate(
            new PodTemplateSpecBuilder()
                .withNewSpec()
                .withRestartPolicy("OnFailure")
                .addNewContainer()
                .withName("main")
                .withImage("busybox")
                .endContainer()
                .endSpec()
                .build())
        .endSpec()
        .build();
  }

  /** A rule that matches every failure; the parts that restrict it are added by the caller. */
  static FailurePolicyRuleBuilder rule(String name, String action) {
    return new FailurePolicyRuleBuilder().withName(name).withAction(action);
  }
}
