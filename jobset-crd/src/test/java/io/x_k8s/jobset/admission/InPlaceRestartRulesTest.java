package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.ALL_GATES;
import static io.x_k8s.jobset.admission.Given.NO_GATES;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobTemplate;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InPlaceRestartRulesTest {
  private static final String WHEN_ENABLED = " when in-place restart is enabled";

  @Test
  @Tag("admission:C1")
  void theStrategyNeedsItsGate() {
    assertThat(refusalsOf("55"))
        .containsExactly(
            "spec.failurePolicy.restartStrategy: Invalid value: \"InPlaceRestart\": InPlaceRestart"
                + " restart strategy cannot be set when InPlaceRestart feature gate is disabled");
    assertThat(refusals(Manifests.named("19").jobSet(), ALL_GATES)).isEmpty();
    assertThat(refusals(Manifests.named("19").jobSet(), NO_GATES)).hasSize(1);
  }

  @Test
  @Tag("admission:C11")
  void theJobMustLeaveFailuresToTheJobSet() {
    assertThat(refusalsOf("56"))
        .containsExactly(
            "spec.replicatedJobs[0].template.spec.backoffLimit: Invalid value: 0: replicatedJob a:"
                + " must be set to 2147483647 (MaxInt32)"
                + WHEN_ENABLED);
    assertThat(refusalsOf("57"))
        .containsExactly(
            "spec.replicatedJobs[0].template.spec.podReplacementPolicy: Invalid value: null:"
                + " replicatedJob a: must be set to Failed"
                + WHEN_ENABLED);
    assertThat(
            inPlace(
                "backoffLimit: 2147483647, podReplacementPolicy: TerminatingOrFailed,"
                    + " completions: 1, parallelism: 1"))
        .containsExactly(
            "spec.replicatedJobs[0].template.spec.podReplacementPolicy: Invalid value:"
                + " \"TerminatingOrFailed\": replicatedJob a: must be set to Failed"
                + WHEN_ENABLED);
  }

  @Test
  @Tag("admission:C11")
  void theJobMustRunAllPodsAtOnce() {
    String right = "backoffLimit: 2147483647, podReplacementPolicy: Failed, ";
    String text =
        ": replicatedJob a: completions and parallelism must be set and equal to each other"
            + WHEN_ENABLED;
    String completions = "spec.replicatedJobs[0].template.spec.completions: Invalid value: ";

    assertThat(refusalsOf("58")).containsExactly(completions + "2" + text);
    assertThat(inPlace(right + "parallelism: 1")).containsExactly(completions + "null" + text);
    assertThat(inPlace(right + "completions: 1")).containsExactly(completions + "1" + text);
    assertThat(inPlace(right + "completions: 2, parallelism: 2")).isEmpty();
  }

  private static List<String> inPlace(String jobSpec) {
    return refusals(
        jobSet(
            "failurePolicy: {restartStrategy: InPlaceRestart}, "
                + jobs("name: a, " + jobTemplate(jobSpec))),
        ALL_GATES);
  }
}
