package io.x_k8s.jobset.e2e.admission;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplateBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpecBuilder;
import io.x_k8s.jobset.v1alpha2.Coordinator;
import io.x_k8s.jobset.v1alpha2.DependsOn;
import io.x_k8s.jobset.v1alpha2.FailurePolicy;
import io.x_k8s.jobset.v1alpha2.FailurePolicyRule;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.Network;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.StartupPolicy;
import io.x_k8s.jobset.v1alpha2.SuccessPolicy;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import io.x_k8s.jobset.v1alpha2.VolumeClaimRetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes JobSets of all shapes that nothing is wrong with. */
final class RandomJobSets {
  static final List<String> JOB_SETS = List.of("js", "train", "a-b-c");

  private static final List<String> NAMES = List.of("driver", "worker", "eval");

  private final Random random;

  RandomJobSets(Random random) {
    this.random = random;
  }

  JobSet next() {
    JobSetSpec spec = new JobSetSpec();
    if (often(95)) {
      spec.setReplicatedJobs(replicatedJobs());
    }
    if (often(40)) {
      spec.setNetwork(network());
    }
    if (often(30)) {
      spec.setSuspend(random.nextBoolean());
    }
    if (often(20)) {
      spec.setTtlSecondsAfterFinished(random.nextInt(100));
    }
    if (often(20)) {
      spec.setManagedBy(oneOf("jobset.sigs.k8s.io/jobset-controller", "acme.io/x", "a.b/c/d"));
    }
    policies(spec);
    coordinator(spec);
    claims(spec);
    return new JobSetBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(JOB_SETS.get(random.nextInt(JOB_SETS.size())))
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  private List<ReplicatedJob> replicatedJobs() {
    List<ReplicatedJob> jobs = new ArrayList<>();
    int count = random.nextInt(1, NAMES.size() + 1);
    for (int i = 0; i < count; i++) {
      jobs.add(replicatedJob(NAMES.get(i)));
      if (i > 0 && often(25)) {
        jobs.get(i).setDependsOn(dependsOn(NAMES.get(random.nextInt(i))));
      }
    }
    return jobs;
  }

  ReplicatedJob replicatedJob(String name) {
    ReplicatedJob job = new ReplicatedJob();
    job.setName(name);
    if (often(30)) {
      job.setGroupName(oneOf("left", "right"));
    }
    if (often(70)) {
      job.setReplicas(random.nextInt(5));
    }
    job.setTemplate(template());
    return job;
  }

  static List<DependsOn> dependsOn(String... names) {
    List<DependsOn> dependencies = new ArrayList<>();
    for (String name : names) {
      DependsOn dependency = new DependsOn();
      dependency.setName(name);
      dependency.setStatus("Ready");
      dependencies.add(dependency);
    }
    return dependencies;
  }

  private JobTemplateSpec template() {
    JobTemplateSpec template =
        new JobTemplateSpecBuilder()
            .withNewSpec()
            .withNewTemplate()
            .withNewSpec()
            .withRestartPolicy(oneOf(null, "OnFailure", "Never"))
            .withContainers(containers())
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    JobSpec job = template.getSpec();
    job.setCompletionMode(oneOf(null, null, "Indexed", "Indexed", "NonIndexed"));
    if (often(60)) {
      job.setCompletions(random.nextInt(1, 5));
      job.setParallelism(often(75) ? job.getCompletions() : null);
    }
    if (often(20)) {
      job.setBackoffLimit(random.nextInt(3));
    }
    if (often(20)) {
      job.getTemplate().getSpec().setNodeSelector(Map.of("pool", "a"));
    }
    return template;
  }

  private List<Container> containers() {
    List<Container> containers = new ArrayList<>();
    containers.add(container("main"));
    if (often(20)) {
      containers.add(container("side"));
    }
    return containers;
  }

  private Container container(String name) {
    ContainerBuilder container = new ContainerBuilder().withName(name).withImage("busybox");
    if (often(30)) {
      container.addNewEnv().withName("A").withValue("1").endEnv();
      container.addNewEnv().withName("B").withValue("").endEnv();
    }
    if (often(30)) {
      container.addNewPort().withContainerPort(80).endPort();
      container.addNewPort().withContainerPort(80).withProtocol("UDP").endPort();
    }
    if (often(30)) {
      container
          .withNewResources()
          .addToRequests("cpu", new Quantity(oneOf("1", "500m", "0.5")))
          .addToLimits("memory", new Quantity(oneOf("1Gi", "1e9", "64Mi")))
          .endResources();
    }
    return container.build();
  }

  private Network network() {
    Network network = new Network();
    network.setEnableDNSHostnames(oneOf(null, true, false));
    network.setPublishNotReadyAddresses(oneOf(null, true, false));
    network.setSubdomain(oneOf(null, "mesh"));
    return network;
  }

  private void policies(JobSetSpec spec) {
    if (often(30)) {
      spec.setSuccessPolicy(new SuccessPolicy());
      spec.getSuccessPolicy().setOperator(oneOf("All", "Any"));
      spec.getSuccessPolicy().setTargetReplicatedJobs(names(spec));
    }
    if (often(25)) {
      boolean inOrder =
          spec.getReplicatedJobs() != null
              && spec.getReplicatedJobs().stream().allMatch(job -> job.getDependsOn() == null);
      spec.setStartupPolicy(new StartupPolicy());
      spec.getStartupPolicy().setStartupPolicyOrder(inOrder ? "InOrder" : "AnyOrder");
    }
    if (often(40)) {
      FailurePolicy policy = new FailurePolicy();
      policy.setMaxRestarts(oneOf(null, 0, 3));
      policy.setRestartStrategy(oneOf(null, "Recreate", "BlockingRecreate"));
      policy.setRules(often(50) ? rules(spec) : null);
      spec.setFailurePolicy(policy);
    }
  }

  private List<FailurePolicyRule> rules(JobSetSpec spec) {
    List<FailurePolicyRule> rules = new ArrayList<>();
    for (int i = 0; i < random.nextInt(1, 4); i++) {
      FailurePolicyRule rule = new FailurePolicyRule();
      rule.setName(often(50) ? "rule" + i : null);
      rule.setAction(oneOf("FailJobSet", "RestartJobSet", "RestartJobSetAndIgnoreMaxRestarts"));
      rule.setTargetReplicatedJobs(names(spec));
      rule.setOnJobFailureReasons(often(30) ? List.of("PodFailurePolicy") : null);
      rule.setOnJobFailureMessagePatterns(often(30) ? List.of("exit code (42|43)") : null);
      rules.add(rule);
    }
    return rules;
  }

  private List<String> names(JobSetSpec spec) {
    List<ReplicatedJob> jobs = spec.getReplicatedJobs();
    return jobs == null || often(50)
        ? oneOf(null, List.of())
        : List.of(jobs.get(random.nextInt(jobs.size())).getName());
  }

  private void coordinator(JobSetSpec spec) {
    if (spec.getReplicatedJobs() == null || often(70)) {
      return;
    }
    ReplicatedJob job = spec.getReplicatedJobs().get(0);
    job.setReplicas(2);
    job.getTemplate().getSpec().setCompletionMode("Indexed");
    job.getTemplate().getSpec().setCompletions(2);
    Coordinator coordinator = new Coordinator();
    coordinator.setReplicatedJob(job.getName());
    coordinator.setJobIndex(oneOf(null, 0L, 1L));
    coordinator.setPodIndex(oneOf(null, 0L, 1L));
    spec.setCoordinator(coordinator);
  }

  private void claims(JobSetSpec spec) {
    if (spec.getReplicatedJobs() != null && often(25)) {
      addClaim(spec, "data", oneOf(null, "Delete", "Retain"));
    }
  }

  /** Adds a policy with one claim that the first ReplicatedJob mounts. */
  static VolumeClaimPolicy addClaim(JobSetSpec spec, String name, String whenDeleted) {
    PersistentVolumeClaimTemplate template =
        new PersistentVolumeClaimTemplateBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .addToRequests("storage", new Quantity("1Gi"))
            .endResources()
            .endSpec()
            .build();
    VolumeClaimPolicy policy = new VolumeClaimPolicy();
    policy.setTemplates(new ArrayList<>(List.of(template)));
    if (whenDeleted != null) {
      policy.setRetentionPolicy(new VolumeClaimRetentionPolicy());
      policy.getRetentionPolicy().setWhenDeleted(whenDeleted);
    }
    List<VolumeClaimPolicy> policies = new ArrayList<>();
    if (spec.getVolumeClaimPolicies() != null) {
      policies.addAll(spec.getVolumeClaimPolicies());
    }
    policies.add(policy);
    spec.setVolumeClaimPolicies(policies);
    Container container =
        spec.getReplicatedJobs()
            .get(0)
            .getTemplate()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0);
    List<VolumeMount> mounts = new ArrayList<>(container.getVolumeMounts());
    mounts.add(new VolumeMountBuilder().withName(name).withMountPath("/" + mounts.size()).build());
    container.setVolumeMounts(mounts);
    return policy;
  }

  private boolean often(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  private <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }
}
