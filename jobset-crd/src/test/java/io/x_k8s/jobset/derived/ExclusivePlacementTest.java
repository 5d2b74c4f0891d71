package io.x_k8s.jobset.derived;

import static io.x_k8s.jobset.derived.Fixtures.annotated;
import static io.x_k8s.jobset.derived.Fixtures.build;
import static io.x_k8s.jobset.derived.Fixtures.jobSet;
import static io.x_k8s.jobset.derived.Fixtures.replicatedJob;
import static io.x_k8s.jobset.v1alpha2.JobSetAnnotations.EXCLUSIVE_TOPOLOGY;
import static io.x_k8s.jobset.v1alpha2.JobSetAnnotations.NODE_SELECTOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExclusivePlacementTest {
  private static final String NAMESPACED_JOB = "alpha.jobset.sigs.k8s.io/namespaced-job";
  private static final Toleration NO_SCHEDULE =
      new Toleration("NoSchedule", "alpha.jobset.sigs.k8s.io/no-schedule", "Exists", null, null);

  @Test
  @Tag("controller:X-001")
  @Tag("api:A26")
  void annotationOfOneTemplateReachesOnlyItsJobAndPods() {
    JobSet jobSet =
        jobSet("js", annotated("a", EXCLUSIVE_TOPOLOGY, "T"), replicatedJob("b", 1).build())
            .build();

    assertThat(build(jobSet, "a", 0)).satisfies(job -> hasTopology(job, "T"));
    assertThat(build(jobSet, "a", 0)).satisfies(ExclusivePlacementTest::selectsNoNode);
    assertThat(build(jobSet, "b", 0)).satisfies(ExclusivePlacementTest::hasNoPlacement);
  }

  @Test
  @Tag("controller:X-002")
  @Tag("api:A27")
  void nodeSelectorFlagOfATemplateSelectsTheNodesOfItsJobs() {
    JobSet jobSet =
        jobSet(
                "js",
                annotated("a", EXCLUSIVE_TOPOLOGY, "T", NODE_SELECTOR),
                replicatedJob("b", 1).build())
            .build();

    for (int index = 0; index < 2; index++) {
      Job job = build(jobSet, "a", index);
      hasTopology(job, "T");
      selectsNodesOf("default_js-a-" + index, job);
    }
    assertThat(build(jobSet, "b", 0)).satisfies(ExclusivePlacementTest::hasNoPlacement);
  }

  @Test
  @Tag("controller:X-003")
  void annotationOfTheJobSetReachesAllJobs() {
    JobSet jobSet =
        jobSetAnnotated(
            Map.of(EXCLUSIVE_TOPOLOGY, "T"),
            replicatedJob("a", 1).build(),
            replicatedJob("b", 1).build());

    assertThat(build(jobSet, "a", 0)).satisfies(job -> hasTopology(job, "T"));
    assertThat(build(jobSet, "b", 0)).satisfies(job -> hasTopology(job, "T"));
    assertThat(build(jobSet, "b", 0)).satisfies(ExclusivePlacementTest::selectsNoNode);
  }

  @Test
  @Tag("controller:X-004")
  @Tag("api:A27")
  void nodeSelectorFlagOfTheJobSetSelectsTheNodesOfAllJobs() {
    JobSet jobSet =
        jobSetAnnotated(
            Map.of(EXCLUSIVE_TOPOLOGY, "T", NODE_SELECTOR, ""),
            replicatedJob("a", 1).build(),
            replicatedJob("b", 2).build());

    hasTopology(build(jobSet, "a", 0), "T");
    selectsNodesOf("default_js-a-0", build(jobSet, "a", 0));
    selectsNodesOf("default_js-b-1", build(jobSet, "b", 1));
  }

  @Test
  @Tag("controller:X-005")
  void topologyOfTheTemplateWinsOverThatOfTheJobSet() {
    JobSet jobSet =
        jobSetAnnotated(
            Map.of(EXCLUSIVE_TOPOLOGY, "T1"),
            annotated("a", EXCLUSIVE_TOPOLOGY, "T2"),
            replicatedJob("b", 1).build());

    assertThat(build(jobSet, "a", 0)).satisfies(job -> hasTopology(job, "T2"));
    assertThat(build(jobSet, "b", 0)).satisfies(job -> hasTopology(job, "T1"));
  }

  @Test
  @Tag("controller:X-006")
  void nodeSelectorFlagAloneOnTheJobSetIsNotCopied() {
    JobSet jobSet = jobSetAnnotated(Map.of(NODE_SELECTOR, "true"), replicatedJob("a", 1).build());

    assertThat(build(jobSet, "a", 0)).satisfies(ExclusivePlacementTest::hasNoPlacement);
  }

  @Test
  @Tag("controller:X-007")
  void nodeSelectorAndTolerationsOfTheUserAreKept() {
    Toleration own = new Toleration("NoExecute", "own", "Exists", 60L, null);
    ReplicatedJob a =
        annotated("a", EXCLUSIVE_TOPOLOGY, "T", NODE_SELECTOR)
            .edit()
            .editTemplate()
            .editSpec()
            .editTemplate()
            .editSpec()
            .addToNodeSelector("os", "linux")
            .withTolerations(own)
            .endSpec()
            .endTemplate()
            .endSpec()
            .endTemplate()
            .build();

    PodSpec pod = podSpec(build(jobSet("js", a).build(), "a", 0));

    assertThat(pod.getNodeSelector())
        .isEqualTo(Map.of("os", "linux", NAMESPACED_JOB, "default_js-a-0"));
    assertThat(pod.getTolerations()).containsExactly(own, NO_SCHEDULE);
  }

  @Test
  void nodeSelectorFlagOfTheJobSetHoldsUnderTheTopologyOfATemplate() {
    JobSet jobSet =
        jobSetAnnotated(
            Map.of(EXCLUSIVE_TOPOLOGY, "T1", NODE_SELECTOR, "true"),
            annotated("a", EXCLUSIVE_TOPOLOGY, "T2"));

    hasTopology(build(jobSet, "a", 0), "T2");
    selectsNodesOf("default_js-a-0", build(jobSet, "a", 0));
  }

  /** Upstream selects nodes for the Job but leaves its Pods without the flag. */
  @Test
  void nodeSelectorFlagOfATemplateUnderTheTopologyOfTheJobSetReachesJobAndPods() {
    JobSet jobSet =
        jobSetAnnotated(
            Map.of(EXCLUSIVE_TOPOLOGY, "T"),
            annotated("a", NODE_SELECTOR, "true"),
            replicatedJob("b", 1).build());

    hasTopology(build(jobSet, "a", 0), "T");
    selectsNodesOf("default_js-a-0", build(jobSet, "a", 0));
    selectsNoNode(build(jobSet, "b", 0));
  }

  @Test
  void nodeSelectorFlagOfATemplateWithoutAnyTopologyDoesNothing() {
    Job job = build(jobSet("js", annotated("a", NODE_SELECTOR, "true")).build(), "a", 0);

    assertThat(podMetadata(job).getAnnotations()).doesNotContainKey(NODE_SELECTOR);
    assertThat(podSpec(job).getNodeSelector()).isEmpty();
    assertThat(podSpec(job).getTolerations()).isEmpty();
  }

  @Test
  void placementOfAReplicatedJobIsToldWithoutBuildingItsJobs() {
    ReplicatedJob own = annotated("a", EXCLUSIVE_TOPOLOGY, "T2", NODE_SELECTOR);
    ReplicatedJob inherits = replicatedJob("b", 1).build();
    ReplicatedJob bare = new ReplicatedJob();
    JobSet jobSet = jobSetAnnotated(Map.of(EXCLUSIVE_TOPOLOGY, "T1"), own, inherits);

    assertThat(ExclusivePlacement.of(jobSet, own).topology()).contains("T2");
    assertThat(ExclusivePlacement.of(jobSet, own).selectsNodes()).isTrue();
    assertThat(ExclusivePlacement.of(jobSet, inherits).topology()).contains("T1");
    assertThat(ExclusivePlacement.of(jobSet, inherits).selectsNodes()).isFalse();
    assertThat(ExclusivePlacement.of(new JobSet(), bare).topology()).isEmpty();
  }

  private static void hasTopology(Job job, String topology) {
    assertThat(job.getMetadata().getAnnotations()).containsEntry(EXCLUSIVE_TOPOLOGY, topology);
    assertThat(podMetadata(job).getAnnotations()).containsEntry(EXCLUSIVE_TOPOLOGY, topology);
    assertThat(job.getMetadata().getLabels()).doesNotContainKey(EXCLUSIVE_TOPOLOGY);
    assertThat(podMetadata(job).getLabels()).doesNotContainKey(EXCLUSIVE_TOPOLOGY);
  }

  private static void selectsNodesOf(String namespacedJob, Job job) {
    assertThat(job.getMetadata().getAnnotations()).containsKey(NODE_SELECTOR);
    assertThat(podMetadata(job).getAnnotations()).containsKey(NODE_SELECTOR);
    assertThat(podSpec(job).getNodeSelector()).isEqualTo(Map.of(NAMESPACED_JOB, namespacedJob));
    assertThat(podSpec(job).getTolerations()).containsExactly(NO_SCHEDULE);
  }

  private static void selectsNoNode(Job job) {
    assertThat(job.getMetadata().getAnnotations()).doesNotContainKey(NODE_SELECTOR);
    assertThat(podMetadata(job).getAnnotations()).doesNotContainKey(NODE_SELECTOR);
    assertThat(podSpec(job).getNodeSelector()).isEmpty();
    assertThat(podSpec(job).getTolerations()).isEmpty();
  }

  private static void hasNoPlacement(Job job) {
    assertThat(job.getMetadata().getAnnotations()).doesNotContainKey(EXCLUSIVE_TOPOLOGY);
    assertThat(podMetadata(job).getAnnotations()).doesNotContainKey(EXCLUSIVE_TOPOLOGY);
    selectsNoNode(job);
  }

  private static JobSet jobSetAnnotated(
      Map<String, String> annotations, ReplicatedJob... replicatedJobs) {
    JobSetBuilder jobSet = jobSet("js", replicatedJobs);
    return jobSet.editMetadata().withAnnotations(annotations).endMetadata().build();
  }

  private static ObjectMeta podMetadata(Job job) {
    return job.getSpec().getTemplate().getMetadata();
  }

  private static PodSpec podSpec(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }
}
