package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.NO_GATES;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobTemplate;
import static io.x_k8s.jobset.admission.Given.jobs;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarningsTest {
  private static final String JOB = "spec.replicatedJobs[0].template.spec";
  private static final String EXCLUSIVE = "alpha.jobset.sigs.k8s.io/exclusive-topology";
  private static final String NODE_SELECTOR = "alpha.jobset.sigs.k8s.io/node-selector";

  @Test
  void theExamplesAreWithoutMistakes() {
    assertThat(Manifests.valid())
        .allSatisfy(
            manifest ->
                assertThat(Warnings.create(Defaulting.defaulted(manifest.jobSet()))).isEmpty());
  }

  @Test
  void jobsThatCannotBeCreatedAreToldOf() {
    assertThat(warnings(jobs("name: a, " + jobTemplate("parallelism: 2"))))
        .containsExactly(
            JOB
                + ".completions: missing; an Indexed Job with parallelism needs it, and cannot be"
                + " created");
    assertThat(warnings(jobs("name: a, " + jobTemplate("", "restartPolicy: Always"))))
        .containsExactly(
            JOB
                + ".template.spec.restartPolicy: \"Always\"; a Job needs OnFailure or Never, and"
                + " cannot be created");
    assertThat(warnings(jobs("name: a, " + jobTemplate("").replace(", image: busybox", ""))))
        .containsExactly(
            JOB
                + ".template.spec.containers[0].image: missing; unless something fills it in, no Job"
                + " can be created");
  }

  @Test
  void aJobThatIsDeletedIsMadeAgain() {
    assertThat(warnings(jobs("name: a, " + jobTemplate("ttlSecondsAfterFinished: 5"))))
        .containsExactly(
            JOB
                + ".ttlSecondsAfterFinished: a finished Job that is deleted is created again; use"
                + " spec.ttlSecondsAfterFinished of the JobSet");
  }

  @Test
  void twoKindsOfRetriesAreRarelyMeant() {
    String jobs = jobs("name: a, " + jobTemplate("backoffLimit: 4"));

    assertThat(warnings("failurePolicy: {maxRestarts: 3}, " + jobs))
        .containsExactly(
            JOB
                + ".backoffLimit: the JobSet restarts only after 4 failed Pods were replaced; 0"
                + " restarts it at the first failure");
    assertThat(warnings(jobs)).isEmpty();
    assertThat(warnings("failurePolicy: {maxRestarts: 3}, " + jobs.replace("4", "0"))).isEmpty();
  }

  @Test
  void annotationsAstrayAreToldOf() {
    JobSet jobSet =
        jobSet(
            jobs(
                "name: a, template: {metadata: {labels: {"
                    + EXCLUSIVE
                    + ": rack}, annotations: {"
                    + NODE_SELECTOR
                    + ": ''}}, spec: {completionMode: Indexed, template: {metadata: {annotations: {"
                    + EXCLUSIVE
                    + ": rack}}, spec: {containers: [{name: main, image: busybox}]}}}}"));
    jobSet.getMetadata().setLabels(Map.of(EXCLUSIVE, "rack"));

    assertThat(Warnings.create(jobSet))
        .containsExactly(
            "metadata.labels: " + EXCLUSIVE + " has no effect as a label; make it an annotation",
            "spec.replicatedJobs[0].template.metadata.labels: "
                + EXCLUSIVE
                + " has no effect as a label; make it an annotation",
            "spec.replicatedJobs[0].template.metadata.annotations: "
                + NODE_SELECTOR
                + " has no effect without "
                + EXCLUSIVE,
            JOB
                + ".template.metadata.annotations: "
                + EXCLUSIVE
                + " belongs to the JobSet or to spec.replicatedJobs[0].template.metadata, so that"
                + " Job and Pods agree");
  }

  @Test
  void aMistakeIsToldOfWhenItIsMade() {
    JobSet right = jobSet(jobs("name: a, " + jobTemplate("")));
    JobSet wrong = jobSet(jobs("name: a, " + jobTemplate("", "restartPolicy: Always")));

    assertThat(Warnings.update(right, wrong, NO_GATES)).hasSize(1);
    assertThat(Warnings.update(wrong, wrong, NO_GATES)).isEmpty();
  }

  private static List<String> warnings(String spec) {
    return Warnings.create(Defaulting.defaulted(jobSet(spec)));
  }
}
