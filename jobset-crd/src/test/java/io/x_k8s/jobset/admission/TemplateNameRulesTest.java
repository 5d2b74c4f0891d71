package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.job;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobTemplate;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.parse;
import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TemplateNameRulesTest {
  private static final String JOB_TOO_LONG =
      ": JobSet name is too long, job names generated for this JobSet will exceed 63 characters";
  private static final String POD_TOO_LONG =
      ": JobSet name is too long, pod names generated for this JobSet will exceed 63 characters";
  private static final String NO_COMPLETIONS = jobTemplate("");

  @Test
  @Tag("admission:C6")
  void aGroupIsNamedLikeAService() {
    assertThat(refusalsOf("38")).hasSize(1);
    assertThat(refusalsOf("37"))
        .singleElement()
        .asString()
        .endsWith(": .spec.replicatedJob[].groupName is too long, must be less than 63 characters");
    assertThat(refusalsOf("39"))
        .singleElement()
        .asString()
        .startsWith(
            "spec.replicatedJobs[0].groupName: Invalid value: \"\": a DNS-1035 label must consist");
  }

  @Test
  @Tag("admission:C7")
  void theLongestJobNameMustFit() {
    String name = "j".repeat(55);
    assertThat(refusalsOf("40"))
        .containsExactly(
            "spec.replicatedJobs[0].name: Invalid value: \"" + name + "-worker-0\"" + JOB_TOO_LONG);
    assertThat(refusalsOf("41")).singleElement().asString().endsWith(JOB_TOO_LONG);
    assertThat(refusalsOf("43")).hasSize(1);
    assertThat(refusalsOf("44")).hasSize(1);
    assertThat(refusals(jobSet("j".repeat(62), jobs("name: r, replicas: 101, " + NO_COMPLETIONS))))
        .hasSize(1);
    assertThat(refusals(jobSet("j".repeat(54), jobs("name: worker, " + NO_COMPLETIONS)))).isEmpty();
    assertThat(refusals(jobSet("js", jobs("name: none, replicas: 0, " + NO_COMPLETIONS))))
        .isEmpty();
  }

  @Test
  @Tag("admission:C7")
  void aGeneratedNameCountsWithItsSuffix() {
    assertThat(refusals(generated("g".repeat(49) + "-", "worker"))).hasSize(1);
    assertThat(refusals(generated("g".repeat(48) + "-", "worker"))).isEmpty();
  }

  @Test
  @Tag("admission:C28")
  void theNameThatIsCheckedIsTheOneThatWillBe() {
    assertThat(Candidate.of(jobSet("js", "")).name()).isEqualTo("js");
    assertThat(Candidate.of(generated("g".repeat(60), "r")).name())
        .hasSize(63)
        .startsWith("g".repeat(58))
        .endsWith(Candidate.of(generated("x", "r")).name().substring(1));
    assertThat(Candidate.of(new JobSet()).name()).isEmpty();
  }

  @Test
  @Tag("admission:C8")
  void theLongestPodNameMustFit() {
    assertThat(refusalsOf("42"))
        .containsExactly(
            "spec.replicatedJobs[0].name: Invalid value: \""
                + "j".repeat(47)
                + "-worker-0\""
                + POD_TOO_LONG);
    String name = "j".repeat(56);
    assertThat(refusals(jobSet(name, jobs(job("rj")))))
        .containsExactly(
            "spec.replicatedJobs[0].name: Invalid value: \"" + name + "-rj-0\"" + POD_TOO_LONG);
  }

  @Test
  @Tag("admission:C8")
  void onlyPodsOfIndexedJobsHaveNamesThatAreKnown() {
    String name = "j".repeat(56);
    assertThat(refusals(jobSet(name, jobs("name: rj, " + NO_COMPLETIONS)))).isEmpty();
    assertThat(refusals(jobSet(name, jobs(job("rj").replace("Indexed", "NonIndexed"))))).isEmpty();
  }

  @Test
  void aReplicatedJobWithoutANameIsRefused() {
    assertThat(refusals(jobs(job("''"))))
        .containsExactly(
            "spec.replicatedJobs[0].name: Required value: must not be empty: it tells whose Jobs"
                + " they are");
  }

  @Test
  void aWarningTellsWhichNameIsTooLongAndByHowMuch() {
    JobSet jobSet = Defaulting.defaulted(jobSet("j".repeat(56), jobs(job("rj"))));

    assertThat(Warnings.create(jobSet))
        .containsExactly(
            "spec.replicatedJobs[0].name: the Pod name \""
                + "j".repeat(56)
                + "-rj-0-0-abcde\" has 69 characters, 6 too many");
  }

  private static JobSet generated(String prefix, String replicatedJob) {
    return parse(
        "metadata: {generateName: "
            + prefix
            + "}\nspec: {"
            + jobs("name: " + replicatedJob + ", " + NO_COMPLETIONS)
            + "}");
  }
}
