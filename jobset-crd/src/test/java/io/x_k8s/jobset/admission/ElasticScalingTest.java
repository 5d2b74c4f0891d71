package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.ELASTIC;
import static io.x_k8s.jobset.admission.Given.NO_GATES;
import static io.x_k8s.jobset.admission.Given.jobTemplate;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ElasticScalingTest {
  private static final String JOB = "spec.replicatedJobs[0].template.spec";

  @Test
  @Tag("admission:U8")
  void theSizeOfIndexedJobsMayChange() {
    assertThat(change("parallelism: 2, completions: 2", "parallelism: 4, completions: 4"))
        .isEmpty();
    assertThat(change("", "parallelism: 4, completions: 4")).isEmpty();
  }

  @Test
  @Tag("admission:U9")
  void butNotToAnything() {
    assertThat(change("parallelism: 2, completions: 2", "parallelism: 0, completions: 0"))
        .containsExactly(
            JOB + ".parallelism: Invalid value: 0: parallelism must be >= 1",
            JOB + ".completions: Invalid value: 0: completions must be >= 1");
    assertThat(change("parallelism: 2, completions: 2", "parallelism: 4, completions: 5"))
        .containsExactly(
            JOB
                + ".completions: Invalid value: 5: completions must be equal to parallelism for"
                + " Elastic Indexed Jobs");
    assertThat(
            refusals(
                nonIndexed("parallelism: 2, completions: 2"),
                nonIndexed("parallelism: 4, completions: 4"),
                ELASTIC))
        .hasSize(2)
        .allSatisfy(error -> assertThat(error).contains("field is immutable"));
    assertThat(
            refusals(
                indexed("parallelism: 2, completions: 2"),
                indexed("parallelism: 4, completions: 4"),
                NO_GATES))
        .hasSize(2);
  }

  @Test
  @Tag("admission:U9")
  void nothingElseMayChangeAlong() {
    String old = indexed("parallelism: 2, completions: 2");
    String now = indexed("parallelism: 4, completions: 4");

    assertThat(refusals(old, now.replace("image: busybox", "image: other"), ELASTIC)).hasSize(1);
    assertThat(refusals(old, now.replace("name: a", "name: a, replicas: 2"), ELASTIC))
        .containsExactly(
            "spec.replicatedJobs[0].replicas: Invalid value: 2: field is immutable (was 1)");
  }

  @Test
  @Tag("admission:U9")
  @Tag("admission:U13")
  void aFinishedJobSetKeepsItsSize() {
    for (String end : List.of("Completed", "Failed")) {
      JobSet old = finished("parallelism: 2, completions: 2", end);

      assertThat(
              Given.messages(
                  Validation.update(old, finished("parallelism: 4, completions: 5", end), ELASTIC)))
          .containsExactly(
              JOB
                  + ": Forbidden: Cannot mutate parallelism or completions when JobSet is in a"
                  + " terminal state (Completed or Failed)");

      JobSet now = finished("parallelism: 2, completions: 2", end);
      now.getSpec().setTtlSecondsAfterFinished(5);
      assertThat(Validation.update(old, now, ELASTIC)).isEmpty();
    }
    assertThat(
            Validation.update(
                finished("parallelism: 2, completions: 2", "Suspended"),
                finished("parallelism: 4, completions: 4", "Suspended"),
                ELASTIC))
        .isEmpty();
  }

  @Test
  @Tag("admission:U10")
  void replicatedJobsAreMatchedByName() {
    String a = "name: a, " + jobTemplate("parallelism: 2, completions: 2");
    String b = "name: b, " + jobTemplate("parallelism: 3, completions: 3");

    assertThat(refusals(jobs(a, b), jobs(b.replace("3", "5"), a), ELASTIC))
        .containsExactly(
            "spec.replicatedJobs: Invalid value: [\"b\",\"a\"]: field is immutable (was"
                + " [\"a\",\"b\"])");
  }

  @Test
  @Tag("admission:U11")
  @Tag("admission:U12")
  void halfASizeIsRefused() {
    String missing = ": Required value: to be scaled, a Job needs both parallelism and completions";

    assertThat(change("parallelism: 2", "parallelism: 0"))
        .containsExactly(
            JOB + ".parallelism: Invalid value: 0: parallelism must be >= 1",
            JOB + ".completions" + missing);
    assertThat(change("completions: 2", "completions: 0"))
        .containsExactly(
            JOB + ".completions: Invalid value: 0: completions must be >= 1",
            JOB + ".parallelism" + missing);
    assertThat(change("parallelism: 2, completions: 2", "parallelism: 2"))
        .containsExactly(JOB + ".completions" + missing);
    assertThat(change("parallelism: 2, completions: 2", ""))
        .containsExactly(JOB + ".parallelism" + missing, JOB + ".completions" + missing);
  }

  @Test
  void longerIndexesMustStillFit() {
    String name = "j".repeat(50);
    String template = "name: rj, replicas: 2, ";
    JobSet old = Given.jobSet(name, jobs(template + jobTemplate("parallelism: 9, completions: 9")));
    JobSet now =
        Given.jobSet(name, jobs(template + jobTemplate("parallelism: 99, completions: 99")));

    assertThat(Validation.update(old, now, ELASTIC))
        .singleElement()
        .asString()
        .endsWith("pod names generated for this JobSet will exceed 63 characters");
  }

  @Test
  void podsMustStillBeCountable() {
    String template = "name: a, replicas: 1000000, ";

    assertThat(
            refusals(
                jobs(template + jobTemplate("parallelism: 9, completions: 9")),
                jobs(template + jobTemplate("parallelism: 9999, completions: 9999")),
                ELASTIC))
        .singleElement()
        .asString()
        .contains("the product of replicas and parallelism must not exceed");
  }

  @Test
  void theCoordinatorMustStillExist() {
    String coordinator = ", coordinator: {replicatedJob: a, podIndex: 3}";

    assertThat(
            refusals(
                indexed("parallelism: 4, completions: 4") + coordinator,
                indexed("parallelism: 2, completions: 2") + coordinator,
                ELASTIC))
        .containsExactly(
            "spec.coordinator.podIndex: Invalid value: 3: coordinator pod index 3 is invalid for"
                + " replicatedJob a job index 0");
  }

  private static List<String> change(String old, String now) {
    return refusals(indexed(old), indexed(now), ELASTIC);
  }

  private static String indexed(String jobSpec) {
    return jobs("name: a, " + jobTemplate(jobSpec));
  }

  private static String nonIndexed(String jobSpec) {
    return indexed(jobSpec).replace("Indexed", "NonIndexed");
  }

  private static JobSet finished(String jobSpec, String condition) {
    JobSet jobSet = Given.jobSet(indexed(jobSpec));
    JobSetStatus status = new JobSetStatus();
    status.setConditions(
        List.of(new ConditionBuilder().withType(condition).withStatus("True").build()));
    jobSet.setStatus(status);
    return jobSet;
  }
}
