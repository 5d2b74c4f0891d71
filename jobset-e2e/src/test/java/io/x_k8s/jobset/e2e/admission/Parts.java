package io.x_k8s.jobset.e2e.admission;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.x_k8s.jobset.v1alpha2.Coordinator;
import io.x_k8s.jobset.v1alpha2.FailurePolicy;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.Network;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.StartupPolicy;
import io.x_k8s.jobset.v1alpha2.SuccessPolicy;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Parts of a JobSet, made if they are missing, for mistakes to be made in. */
final class Parts {
  private Parts() {}

  static ReplicatedJob first(JobSet jobSet) {
    return replicatedJob(jobSet, 0);
  }

  static ReplicatedJob second(JobSet jobSet) {
    first(jobSet);
    return replicatedJob(jobSet, 1);
  }

  static ReplicatedJob replicatedJob(JobSet jobSet, int index) {
    JobSetSpec spec = jobSet.getSpec();
    if (spec.getReplicatedJobs() == null) {
      spec.setReplicatedJobs(new ArrayList<>());
    }
    if (spec.getReplicatedJobs().size() <= index) {
      spec.getReplicatedJobs().add(another("r" + index));
    }
    return spec.getReplicatedJobs().get(index);
  }

  private static ReplicatedJob another(String name) {
    return new RandomJobSets(new Random(7)).replicatedJob(name);
  }

  private static JobTemplateSpec template(ReplicatedJob job) {
    if (job.getTemplate() == null) {
      job.setTemplate(another("any").getTemplate());
    }
    return job.getTemplate();
  }

  static JobSpec jobSpec(ReplicatedJob job) {
    return template(job).getSpec();
  }

  static PodSpec podSpec(ReplicatedJob job) {
    return jobSpec(job).getTemplate().getSpec();
  }

  static Container container(ReplicatedJob job) {
    PodSpec pod = podSpec(job);
    if (pod.getContainers().isEmpty()) {
      pod.setContainers(podSpec(another("any")).getContainers());
    }
    return pod.getContainers().get(0);
  }

  static ObjectMeta jobMetadata(ReplicatedJob job) {
    if (template(job).getMetadata() == null) {
      template(job).setMetadata(new ObjectMeta());
    }
    return template(job).getMetadata();
  }

  /** A ReplicatedJob that a coordinator can be in. */
  static ReplicatedJob sized(ReplicatedJob job) {
    job.setReplicas(2);
    jobSpec(job).setCompletionMode("Indexed");
    jobSpec(job).setCompletions(2);
    jobSpec(job).setParallelism(2);
    return job;
  }

  static Network network(JobSet jobSet) {
    if (jobSet.getSpec().getNetwork() == null) {
      jobSet.getSpec().setNetwork(new Network());
    }
    return jobSet.getSpec().getNetwork();
  }

  static SuccessPolicy successPolicy(JobSet jobSet) {
    SuccessPolicy policy = new SuccessPolicy();
    policy.setOperator("All");
    jobSet.getSpec().setSuccessPolicy(policy);
    return policy;
  }

  static StartupPolicy startupPolicy(JobSet jobSet) {
    StartupPolicy policy = new StartupPolicy();
    policy.setStartupPolicyOrder("AnyOrder");
    jobSet.getSpec().setStartupPolicy(policy);
    return policy;
  }

  static FailurePolicy failurePolicy(JobSet jobSet) {
    if (jobSet.getSpec().getFailurePolicy() == null) {
      jobSet.getSpec().setFailurePolicy(new FailurePolicy());
    }
    return jobSet.getSpec().getFailurePolicy();
  }

  /** Another rule of the failure policy. */
  static FailurePolicyRule rule(JobSet jobSet) {
    FailurePolicy policy = failurePolicy(jobSet);
    List<FailurePolicyRule> rules = new ArrayList<>();
    if (policy.getRules() != null) {
      rules.addAll(policy.getRules());
    }
    FailurePolicyRule rule = new FailurePolicyRule();
    rule.setName("added" + rules.size());
    rule.setAction("FailJobSet");
    rules.add(rule);
    policy.setRules(rules);
    return rule;
  }

  static Coordinator coordinator(JobSet jobSet) {
    Coordinator coordinator = new Coordinator();
    coordinator.setReplicatedJob(sized(first(jobSet)).getName());
    jobSet.getSpec().setCoordinator(coordinator);
    return coordinator;
  }

  /** Another policy, with one claim in it that is mounted. */
  static VolumeClaimPolicy claim(JobSet jobSet) {
    List<VolumeClaimPolicy> policies = jobSet.getSpec().getVolumeClaimPolicies();
    return addClaim(jobSet, "more" + (policies == null ? 0 : policies.size()), "Retain");
  }

  static VolumeClaimPolicy addClaim(JobSet jobSet, String name, String whenDeleted) {
    container(first(jobSet));
    return RandomJobSets.addClaim(jobSet.getSpec(), name, whenDeleted);
  }
}
