package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.NO_GATES;
import static io.x_k8s.jobset.admission.Given.job;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobTemplate;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StricterRulesTest {
  private static final String EXCLUSIVE = "alpha.jobset.sigs.k8s.io/exclusive-topology";
  private static final String NODE_SELECTOR = "alpha.jobset.sigs.k8s.io/node-selector";
  private static final String NOT_INDEXED =
      "spec.replicatedJobs[0].template.spec.completionMode: Invalid value: \"NonIndexed\": exclusive"
          + " placement needs completion mode Indexed: the Pods of a Job follow the one with index"
          + " 0";

  @Test
  void exclusivePlacementNeedsIndexedJobs() {
    JobSet jobSet = jobSet(jobs(nonIndexed("a", "", "")));
    jobSet.getMetadata().setAnnotations(Map.of(EXCLUSIVE, "rack"));
    assertThat(refusals(jobSet)).containsExactly(NOT_INDEXED);

    assertThat(refusals(jobs(nonIndexed("a", EXCLUSIVE + ": rack", ""))))
        .containsExactly(NOT_INDEXED);
    assertThat(refusals(jobs(nonIndexed("a", "", EXCLUSIVE + ": rack"))))
        .containsExactly(NOT_INDEXED);
  }

  @Test
  void withPreparedNodesItDoesNot() {
    assertThat(refusals(jobs(nonIndexed("a", EXCLUSIVE + ": rack, " + NODE_SELECTOR + ": ''", ""))))
        .isEmpty();
    JobSet jobSet = jobSet(jobs(nonIndexed("a", NODE_SELECTOR + ": ''", "")));
    jobSet.getMetadata().setAnnotations(Map.of(EXCLUSIVE, "rack"));
    assertThat(refusals(jobSet)).isEmpty();
  }

  @Test
  void theLabelOfAPreparedNodeMustFit() {
    String name = "j".repeat(53);
    JobSet jobSet = jobSet(name, jobs("name: r, " + jobTemplate("")));
    jobSet.getMetadata().setAnnotations(Map.of(EXCLUSIVE, "rack", NODE_SELECTOR, ""));

    assertThat(refusals(jobSet))
        .containsExactly(
            "spec.replicatedJobs[0].name: Invalid value: \"default_"
                + name
                + "-r-0\": the node selector strategy makes a node label of namespace and Job name,"
                + " which must be no more than 63 bytes and has 65");
    jobSet.getMetadata().setName("j".repeat(51));
    assertThat(refusals(jobSet)).isEmpty();
  }

  @Test
  void whatTheJobApiCanNeverAcceptIsRefused() {
    String path = "spec.replicatedJobs[0].template.spec.";
    String negative = "must be greater than or equal to 0";

    assertThat(
            refusals(
                jobs(
                    "name: a, "
                        + jobTemplate(
                            "parallelism: -1, completions: -2, backoffLimit: -3,"
                                + " activeDeadlineSeconds: -4, ttlSecondsAfterFinished: -5"))))
        .containsExactly(
            path + "parallelism: Invalid value: -1: " + negative,
            path + "completions: Invalid value: -2: " + negative,
            path + "backoffLimit: Invalid value: -3: " + negative,
            path + "activeDeadlineSeconds: Invalid value: -4: " + negative,
            path + "ttlSecondsAfterFinished: Invalid value: -5: " + negative);
    assertThat(refusals(jobs(job("a").replace("Indexed", "Sorted"))))
        .containsExactly(
            path
                + "completionMode: Unsupported value: \"Sorted\": supported values: \"Indexed\","
                + " \"NonIndexed\"");
  }

  @Test
  void aChangedCoordinatorIsChecked() {
    assertThat(
            refusals(
                jobs(job("a")), jobs(job("a")) + ", coordinator: {replicatedJob: ghost}", NO_GATES))
        .containsExactly(
            "spec.coordinator.replicatedJob: Invalid value: \"ghost\": coordinator replicatedJob"
                + " ghost does not exist");
  }

  /** Each is stored although we would refuse it, and must stay modifiable. */
  @Test
  void whatIsStoredStaysModifiableAndIsWarnedOf() {
    for (String stored :
        List.of(
            jobs(job("''")),
            jobs(job("a"), job("b", "dependsOn: [{name: b, status: Ready}]")),
            "failurePolicy: {maxRestarts: -1}",
            "failurePolicy: {rules: [{name: r, action: FailJobSet, onJobFailureMessagePatterns:"
                + " ['(']}]}",
            jobs(job("a")) + ", coordinator: {replicatedJob: ghost}",
            jobs(nonIndexed("a", EXCLUSIVE + ": rack", "")))) {
      assertThat(refusals(stored)).as(stored).hasSize(1);
      assertThat(refusals(stored, stored + ", suspend: true", Given.ALL_GATES))
          .as(stored)
          .isEmpty();
      assertThat(Warnings.update(jobSet(stored), jobSet(stored + ", suspend: true"), NO_GATES))
          .as(stored)
          .singleElement()
          .asString()
          .contains(": a new JobSet would be refused: ");
    }
  }

  @Test
  void whatAnUpdateBreaksIsRefused() {
    String before = jobs(nonIndexed("a", "", "x: y"));
    String after = jobs(nonIndexed("a", "", EXCLUSIVE + ": rack"));

    assertThat(refusals(before, "suspend: true, " + after, NO_GATES)).containsExactly(NOT_INDEXED);
  }

  private static String nonIndexed(String name, String annotations, String podAnnotations) {
    return "name: "
        + name
        + ", template: {metadata: {annotations: {"
        + annotations
        + "}}, spec: {completionMode: NonIndexed, template: {metadata: {annotations: {"
        + podAnnotations
        + "}}, spec: {containers: [{name: main, image: busybox}]}}}}";
  }
}
