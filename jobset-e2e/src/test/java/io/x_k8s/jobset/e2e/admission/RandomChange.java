package io.x_k8s.jobset.e2e.admission;

import static io.x_k8s.jobset.e2e.admission.Parts.addClaim;
import static io.x_k8s.jobset.e2e.admission.Parts.container;
import static io.x_k8s.jobset.e2e.admission.Parts.coordinator;
import static io.x_k8s.jobset.e2e.admission.Parts.failurePolicy;
import static io.x_k8s.jobset.e2e.admission.Parts.first;
import static io.x_k8s.jobset.e2e.admission.Parts.jobSpec;
import static io.x_k8s.jobset.e2e.admission.Parts.network;
import static io.x_k8s.jobset.e2e.admission.Parts.podSpec;
import static io.x_k8s.jobset.e2e.admission.Parts.second;
import static io.x_k8s.jobset.e2e.admission.Parts.sized;
import static io.x_k8s.jobset.e2e.admission.Parts.startupPolicy;
import static io.x_k8s.jobset.e2e.admission.Parts.successPolicy;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.x_k8s.jobset.admission.Defaulting;
import io.x_k8s.jobset.v1alpha2.Coordinator;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A random JobSet, and a change of it.
 *
 * @param jobSet nothing is wrong with it, and its defaults are filled in
 * @param change what is done to it, given what the server has stored
 */
record RandomChange(JobSet jobSet, Consumer<JobSet> change) {
  private static final List<Consumer<JobSet>> CHANGES =
      List.of(
          js -> {},
          js -> js.getSpec().setSuspend(!Boolean.TRUE.equals(js.getSpec().getSuspend())),
          js -> js.getSpec().setTtlSecondsAfterFinished(null),
          js -> js.getMetadata().setLabels(Map.of("a", "b")),
          js -> network(js).setSubdomain("other"),
          js -> js.getSpec().setNetwork(null),
          js -> successPolicy(js).setOperator("Any"),
          js -> js.getSpec().setSuccessPolicy(null),
          js -> startupPolicy(js).setStartupPolicyOrder("InOrder"),
          js -> js.getSpec().setStartupPolicy(null),
          js -> failurePolicy(js).setMaxRestarts(77),
          js -> js.getSpec().setFailurePolicy(null),
          js -> third(js).getDependsOn().get(0).setStatus("Complete"),
          js -> Collections.reverse(third(js).getDependsOn()),
          js -> third(js).setDependsOn(null),
          js -> addClaim(js, "extra", "Delete"),
          js -> js.getSpec().setVolumeClaimPolicies(null),
          js -> js.getSpec().setManagedBy("acme.io/other"),
          js -> first(js).setReplicas(9),
          js -> first(js).setReplicas(-1),
          js -> first(js).setGroupName("other"),
          js -> first(js).setName("renamed"),
          js -> Collections.swap(js.getSpec().getReplicatedJobs(), 0, 1),
          js -> container(first(js)).setImage("other"),
          js -> scale(js, 3, 3),
          js -> scale(js, 3, 4),
          js -> scale(js, 0, 0),
          js -> scale(js, null, null),
          js -> podSpec(first(js)).setNodeSelector(Map.of("pool", "b")),
          js -> place(js, true),
          js -> place(js, false),
          js -> podSpec(first(js)).setHostNetwork(false),
          js ->
              container(first(js))
                  .setResources(
                      new ResourceRequirementsBuilder()
                          .addToRequests("cpu", new Quantity("2"))
                          .build()),
          js -> js.getSpec().setCoordinator(null),
          js -> coordinate(js, 1),
          js -> coordinate(js, 9));

  /** The same seed gives the same changes; each kind comes as often. */
  static List<RandomChange> sequence(long seed, int ofEachKind, String namespace) {
    Random random = new Random(seed);
    List<RandomChange> changes = new ArrayList<>();
    for (int i = 0; i < ofEachKind; i++) {
      for (Consumer<JobSet> change : CHANGES) {
        JobSet jobSet = new RandomJobSets(random).next();
        jobSet.getMetadata().setName("u" + changes.size());
        jobSet.getMetadata().setNamespace(namespace);
        complete(jobSet, random);
        changes.add(new RandomChange(Defaulting.defaulted(jobSet), change));
      }
    }
    return changes;
  }

  /** Adds what there must be for every change to mean something. */
  private static void complete(JobSet jobSet, Random random) {
    JobSetSpec spec = jobSet.getSpec();
    sized(first(jobSet));
    second(jobSet).setDependsOn(null);
    third(jobSet)
        .setDependsOn(RandomJobSets.dependsOn(second(jobSet).getName(), first(jobSet).getName()));
    spec.setStartupPolicy(null);
    if (random.nextBoolean() && spec.getVolumeClaimPolicies() == null) {
      addClaim(jobSet, "data", "Delete");
    }
  }

  private static ReplicatedJob third(JobSet jobSet) {
    return Parts.replicatedJob(jobSet, 2);
  }

  private static void scale(JobSet jobSet, Integer parallelism, Integer completions) {
    jobSpec(first(jobSet)).setParallelism(parallelism);
    jobSpec(first(jobSet)).setCompletions(completions);
  }

  private static void place(JobSet jobSet, boolean suspend) {
    jobSet.getSpec().setSuspend(suspend);
    Toleration toleration = new Toleration();
    toleration.setOperator("Exists");
    podSpec(first(jobSet)).setTolerations(List.of(toleration));
  }

  private static void coordinate(JobSet jobSet, long podIndex) {
    Coordinator coordinator = coordinator(jobSet);
    coordinator.setPodIndex(podIndex);
  }

  /** What is to be made of the stored JobSet. */
  JobSet changed(JobSet stored) {
    JobSet copy = stored.edit().build();
    change.accept(copy);
    return copy;
  }
}
