package io.x_k8s.jobset.derived;

import static io.x_k8s.jobset.derived.Fixtures.jobSet;
import static io.x_k8s.jobset.derived.Fixtures.replicatedJob;
import static io.x_k8s.jobset.derived.Fixtures.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumableFieldsTest {
  private static final Toleration SPOT = new Toleration("NoSchedule", "spot", "Exists", 30L, null);
  private static final Toleration GPU = new Toleration("NoSchedule", "gpu", "Equal", null, "a100");

  @Test
  void wantedFieldsAreThoseOfTheTemplateAndOfTheController() {
    JobSet jobSet = queued(Map.of("flavor", "spot"));

    ResumableFields wanted =
        template(jobSet, "workers").resumableFields(1, OptionalInt.of(4), "job-uid");

    assertThat(wanted.labels())
        .containsEntry("queue", "research")
        .containsEntry(JobSetLabels.JOB_INDEX, "1")
        .containsEntry(JobSetLabels.JOB_RESTART_ATTEMPT, "4")
        .containsEntry("job-name", "js-workers-1")
        .containsEntry("batch.kubernetes.io/job-name", "js-workers-1")
        .containsEntry("controller-uid", "job-uid")
        .containsEntry("batch.kubernetes.io/controller-uid", "job-uid");
    assertThat(wanted.annotations())
        .containsEntry("note", "x")
        .containsEntry(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, "rack")
        .containsEntry(JobSetLabels.JOB_INDEX, "1");
    assertThat(wanted.nodeSelector())
        .isEqualTo(
            Map.of(
                "flavor",
                "spot",
                "alpha.jobset.sigs.k8s.io/namespaced-job",
                "default_js-workers-1"));
    assertThat(wanted.tolerations())
        .extracting(Toleration::getKey)
        .containsExactly("spot", "alpha.jobset.sigs.k8s.io/no-schedule");
    assertThat(wanted.schedulingGates()).containsExactly(new PodSchedulingGate("example.com/gate"));
  }

  @Test
  void keyRemovedFromTheJobSetIsNoLongerWanted() {
    ResumableFields before = wanted(queued(Map.of("flavor", "spot", "zone", "a")));
    ResumableFields after = wanted(queued(Map.of("flavor", "on-demand")));

    assertThat(before.nodeSelector()).containsKey("zone");
    assertThat(after.nodeSelector()).containsEntry("flavor", "on-demand").doesNotContainKey("zone");
    assertThat(after.hash()).isNotEqualTo(before.hash());
  }

  @Test
  void jobSetKeysWinOverThoseOfTheTemplate() {
    ReplicatedJob workers =
        replicatedJob("workers", 1)
            .editTemplate()
            .editSpec()
            .editTemplate()
            .withNewMetadata()
            .addToLabels(JobSetLabels.JOB_INDEX, "99")
            .endMetadata()
            .endTemplate()
            .endSpec()
            .endTemplate()
            .build();

    assertThat(wanted(jobSet("js", workers).build()).labels())
        .containsEntry(JobSetLabels.JOB_INDEX, "0");
  }

  @Test
  void jobWithAManualSelectorGetsNoLabelsOfTheJobController() {
    ReplicatedJob workers =
        replicatedJob("workers", 1)
            .editTemplate()
            .editSpec()
            .withManualSelector(true)
            .endSpec()
            .endTemplate()
            .build();

    assertThat(wanted(jobSet("js", workers).build()).labels())
        .doesNotContainKeys("job-name", "controller-uid");
  }

  @Test
  void unchangedJobHasTheHashOfWhatIsWanted() {
    JobSet jobSet = queued(Map.of("flavor", "spot"));
    ChildJobTemplate template = template(jobSet, "workers");
    Job stored = template.build(0, OptionalInt.empty());
    asStoredByTheApiServer(stored);

    assertThat(ResumableFields.hashOf(stored.getSpec().getTemplate()))
        .isEqualTo(template.resumableFields(0, OptionalInt.empty(), "job-uid").hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job-name",
        "controller-uid",
        "batch.kubernetes.io/job-name",
        "batch.kubernetes.io/controller-uid"
      })
  void labelsOfTheJobControllerDoNotCount(String key) {
    assertThat(ResumableFields.isJobControllerLabel(key)).isTrue();
    assertThat(hashAfter(metadata -> metadata.editMetadata().addToLabels(key, "x").endMetadata()))
        .isEqualTo(ResumableFields.hashOf(sample().build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void everyFieldCounts(String change, UnaryOperator<PodTemplateSpecBuilder> edit) {
    assertThat(hashAfter(edit)).isNotEqualTo(ResumableFields.hashOf(sample().build()));
  }

  static Stream<Arguments> everyFieldCounts() {
    return Stream.of(
        change(
            "label added", pod -> pod.editMetadata().addToLabels("job-names", "x").endMetadata()),
        change("label value", pod -> pod.editMetadata().addToLabels("l", "2").endMetadata()),
        change("label removed", pod -> pod.editMetadata().removeFromLabels("l").endMetadata()),
        change(
            "label becomes annotation",
            pod ->
                pod.editMetadata().removeFromLabels("l").addToAnnotations("l", "1").endMetadata()),
        change("annotation", pod -> pod.editMetadata().addToAnnotations("a", "2").endMetadata()),
        change("node selector", pod -> pod.editSpec().addToNodeSelector("n", "2").endSpec()),
        change("toleration removed", pod -> pod.editSpec().withTolerations(SPOT).endSpec()),
        change(
            "toleration key",
            pod ->
                pod.editSpec()
                    .editMatchingToleration(toleration -> "spot".equals(toleration.getKey()))
                    .withKey("other")
                    .endToleration()
                    .endSpec()),
        change(
            "toleration seconds",
            pod ->
                pod.editSpec()
                    .editMatchingToleration(toleration -> "spot".equals(toleration.getKey()))
                    .withTolerationSeconds(31L)
                    .endToleration()
                    .endSpec()),
        change(
            "toleration effect",
            pod ->
                pod.editSpec()
                    .editFirstToleration()
                    .withEffect("NoExecute")
                    .endToleration()
                    .endSpec()),
        change(
            "toleration operator",
            pod ->
                pod.editSpec().editLastToleration().withOperator("Lt").endToleration().endSpec()),
        change(
            "toleration value",
            pod -> pod.editSpec().editLastToleration().withValue("h100").endToleration().endSpec()),
        change("gate", pod -> pod.editSpec().addNewSchedulingGate("other").endSpec()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatAResumeMayNotChangeDoesNotCount(
      String change, UnaryOperator<PodTemplateSpecBuilder> edit) {
    assertThat(hashAfter(edit)).isEqualTo(ResumableFields.hashOf(sample().build()));
  }

  static Stream<Arguments> whatAResumeMayNotChangeDoesNotCount() {
    return Stream.of(
        change("container", pod -> pod.editSpec().addNewContainer().endContainer().endSpec()),
        change("scheduler", pod -> pod.editSpec().withSchedulerName("other").endSpec()),
        change("order", pod -> pod.editSpec().withTolerations(GPU, SPOT).endSpec()),
        change(
            "empty instead of absent value",
            pod -> pod.editSpec().editFirstToleration().withValue("").endToleration().endSpec()));
  }

  @Test
  void orderOfKeysDoesNotCount() {
    Map<String, String> forth = new LinkedHashMap<>();
    forth.put("a", "1");
    forth.put("b", "2");
    Map<String, String> back = new LinkedHashMap<>();
    back.put("b", "2");
    back.put("a", "1");

    assertThat(new ResumableFields(forth, null, null, null, null).hash())
        .isEqualTo(new ResumableFields(back, null, null, null, null).hash());
  }

  @Test
  void keyAndValueCannotBeConfused() {
    assertThat(new ResumableFields(Map.of("a", "bc"), null, null, null, null).hash())
        .isNotEqualTo(new ResumableFields(Map.of("ab", "c"), null, null, null, null).hash());
  }

  @Test
  void hashIsTheSameOnEveryMachine() {
    assertThat(ResumableFields.hashOf(sample().build()))
        .isEqualTo("0e2ab682667eb73118f4e18cce80ebb7");
  }

  @Test
  void absentTemplateAndPartsAreEmpty() {
    ResumableFields empty = new ResumableFields(Map.of(), Map.of(), Map.of(), List.of(), List.of());

    assertThat(ResumableFields.of(null)).isEqualTo(empty);
    assertThat(ResumableFields.of(new PodTemplateSpec())).isEqualTo(empty);
    assertThat(ResumableFields.hashOf(null)).isEqualTo(empty.hash());
  }

  private static Arguments change(String what, UnaryOperator<PodTemplateSpecBuilder> edit) {
    return arguments(what, edit);
  }

  private static String hashAfter(UnaryOperator<PodTemplateSpecBuilder> edit) {
    return ResumableFields.hashOf(edit.apply(sample()).build());
  }

  private static PodTemplateSpecBuilder sample() {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels("l", "1")
        .addToAnnotations("a", "1")
        .endMetadata()
        .withNewSpec()
        .addToNodeSelector("n", "1")
        .withTolerations(SPOT, GPU)
        .addNewSchedulingGate("example.com/gate")
        .endSpec();
  }

  private static ResumableFields wanted(JobSet jobSet) {
    return template(jobSet, "workers").resumableFields(0, OptionalInt.empty(), "job-uid");
  }

  /** What the API server adds to a Job's Pod template on creation. */
  private static void asStoredByTheApiServer(Job job) {
    Map<String, String> labels = job.getSpec().getTemplate().getMetadata().getLabels();
    String name = job.getMetadata().getName();
    labels.put("job-name", name);
    labels.put("batch.kubernetes.io/job-name", name);
    labels.put("controller-uid", "job-uid");
    labels.put("batch.kubernetes.io/controller-uid", "job-uid");
    job.getSpec().getTemplate().getSpec().setDnsPolicy("ClusterFirst");
  }

  /** A JobSet to which a queueing system has added its choice of nodes. */
  private static JobSet queued(Map<String, String> nodeSelector) {
    ReplicatedJob workers =
        Fixtures.annotated(
                "workers",
                JobSetAnnotations.EXCLUSIVE_TOPOLOGY,
                "rack",
                JobSetAnnotations.NODE_SELECTOR)
            .edit()
            .editTemplate()
            .editSpec()
            .editTemplate()
            .withNewMetadata()
            .addToLabels("queue", "research")
            .addToAnnotations("note", "x")
            .endMetadata()
            .editSpec()
            .withNodeSelector(nodeSelector)
            .withTolerations(SPOT)
            .addNewSchedulingGate("example.com/gate")
            .endSpec()
            .endTemplate()
            .endSpec()
            .endTemplate()
            .build();
    return jobSet("js", workers).build();
  }
}
