package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.job;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CoordinatorRulesTest {
  @Test
  @Tag("admission:C15")
  void theCoordinatingPodMustExist() {
    assertThat(refusalsOf("59"))
        .containsExactly(
            "spec.coordinator.replicatedJob: Invalid value: \"ghost\": coordinator replicatedJob"
                + " ghost does not exist");
    assertThat(refusalsOf("60"))
        .containsExactly(
            "spec.coordinator.jobIndex: Invalid value: 2: coordinator job index 2 is invalid for"
                + " replicatedJob a");
    assertThat(refusalsOf("61")).hasSize(1);
    assertThat(refusalsOf("62"))
        .containsExactly(
            "spec.coordinator.podIndex: Invalid value: 2: coordinator pod index 2 is invalid for"
                + " replicatedJob a job index 1");
    assertThat(refusalsOf("63"))
        .containsExactly(
            "spec.coordinator.replicatedJob: Invalid value: \"a\": job for coordinator pod must be"
                + " indexed completion mode, and completions number must be set");
    assertThat(refusalsOf("64")).hasSize(1);
  }

  @Test
  void indexesAreComparedIn64Bits() {
    String coordinator = ", coordinator: {replicatedJob: a, jobIndex: 4294967296}";

    assertThat(refusals(jobs(job("a")) + coordinator))
        .containsExactly(
            "spec.coordinator.jobIndex: Invalid value: 4294967296: coordinator job index 4294967296"
                + " is invalid for replicatedJob a");
  }

  @Test
  @Tag("admission:C16")
  void theEndpointMustBeALabelValue() {
    String text = "spec will lead to invalid label value";

    assertThat(refusalsOf("65"))
        .containsExactly(
            "spec.coordinator: Invalid value: \""
                + endpoint()
                + "\": "
                + text
                + " \""
                + endpoint()
                + "\" for coordinator label \"jobset.sigs.k8s.io/coordinator\" (long JobSet /"
                + " ReplicatedJob / SubDomain name?): must be no more than 63 bytes");
    assertThat(coordinated("j".repeat(60), "a", "s"))
        .anySatisfy(error -> assertThat(error).contains(text));
    assertThat(coordinated("js", "a".repeat(60), "s"))
        .anySatisfy(error -> assertThat(error).contains(text));
    assertThat(coordinated("js", "a", "s".repeat(60))).singleElement().asString().contains(text);
    assertThat(coordinated("js", "a", "s")).isEmpty();
  }

  private static String endpoint() {
    return "j".repeat(30) + "-a-0-0." + "j".repeat(30);
  }

  private static List<String> coordinated(String name, String replicatedJob, String subdomain) {
    return refusals(
        jobSet(
            name,
            jobs(job(replicatedJob))
                + ", coordinator: {replicatedJob: "
                + replicatedJob
                + "}, network: {subdomain: "
                + subdomain
                + "}"));
  }
}
