package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.job;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DependsOnRulesTest {
  @Test
  @Tag("admission:C2")
  void theFirstHasNothingToWaitFor() {
    assertThat(refusalsOf("23"))
        .containsExactly(
            "spec.replicatedJobs[0].dependsOn: Invalid value: [{\"name\":\"b\",\"status\":\"Ready\"}]:"
                + " DependsOn can't be set for the first ReplicatedJob",
            "spec.replicatedJobs[0].dependsOn[0].name: Invalid value: \"b\": replicatedJob: a cannot"
                + " depend on replicatedJob: b");
    assertThat(refusalsOf("24"))
        .containsExactly(
            "spec.replicatedJobs[0].dependsOn: Invalid value: []: DependsOn can't be set for the"
                + " first ReplicatedJob");
    assertThat(refusals("")).isEmpty();
  }

  @Test
  @Tag("admission:C9")
  void anyEarlierOnesMayBeWaitedFor() {
    assertThat(refusals(jobs(job("a"), after("b", "a"), after("c", "a")))).isEmpty();
    assertThat(refusals(jobs(job("a"), after("b", "a"), after("c", "b")))).isEmpty();
    assertThat(refusals(jobs(job("a"), job("b"), after("c", "a", "b")))).isEmpty();
  }

  @Test
  @Tag("admission:C10")
  void othersMayNot() {
    assertThat(refusalsOf("25"))
        .containsExactly(
            "spec.replicatedJobs[1].dependsOn[0].name: Invalid value: \"ghost\": replicatedJob: b"
                + " cannot depend on replicatedJob: ghost");
    assertThat(refusalsOf("26")).hasSize(1);
    assertThat(refusals(jobs(job("a"), after("b", "a", "c"), job("c"))))
        .containsExactly(
            "spec.replicatedJobs[1].dependsOn[1].name: Invalid value: \"c\": replicatedJob: b cannot"
                + " depend on replicatedJob: c");
  }

  @Test
  void noneMayWaitForItself() {
    assertThat(refusals(jobs(job("a"), after("b", "b"))))
        .containsExactly(
            "spec.replicatedJobs[1].dependsOn[0].name: Invalid value: \"b\": replicatedJob: b cannot"
                + " depend on replicatedJob: b");
  }

  private static String after(String name, String... earlier) {
    StringBuilder dependsOn = new StringBuilder();
    for (String dependency : earlier) {
      dependsOn.append("{name: ").append(dependency).append(", status: Ready}, ");
    }
    return job(name, "dependsOn: [" + dependsOn + "]");
  }
}
