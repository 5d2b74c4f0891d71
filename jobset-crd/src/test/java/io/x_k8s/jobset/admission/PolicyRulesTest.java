package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.ALL_GATES;
import static io.x_k8s.jobset.admission.Given.job;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {
  @Test
  @Tag("admission:C12")
  void successIsLookedForInReplicatedJobsThatExist() {
    assertThat(refusalsOf("45"))
        .containsExactly(
            "spec.successPolicy.targetReplicatedJobs[1]: Invalid value: \"ghost\": invalid"
                + " replicatedJob name 'ghost' does not appear in .spec.ReplicatedJobs");
    assertThat(
            refusals(
                jobs(job("a"))
                    + ", successPolicy: {operator: All, targetReplicatedJobs: [does not exist]}"))
        .singleElement()
        .asString()
        .contains("'does not exist' does not appear");
  }

  @Test
  @Tag("admission:C13")
  void rulesAreAboutWhatExists() {
    assertThat(refusalsOf("46"))
        .containsExactly(
            "spec.failurePolicy.rules[0].targetReplicatedJobs[0]: Invalid value: \"ghost\": invalid"
                + " replicatedJob name 'ghost' in failure policy does not appear in"
                + " .spec.ReplicatedJobs");
    assertThat(refusalsOf("47"))
        .containsExactly(
            "spec.failurePolicy.rules[0].onJobFailureReasons[1]: Invalid value: \"Gremlins\":"
                + " invalid job failure reason 'Gremlins' in failure policy is not a recognized job"
                + " failure reason");
  }

  @Test
  @Tag("admission:C13")
  void rulesHaveNamesThatFitIntoAReason() {
    assertThat(refusalsOf("48")).hasSize(1);
    assertThat(refusalsOf("49")).hasSize(1);
    assertThat(refusalsOf("50"))
        .singleElement()
        .asString()
        .endsWith(
            ": invalid failure policy rule name of length 129, the rule name must be at least 1"
                + " characters long and at most 128 characters long");
    assertThat(refusalsOf("51")).hasSize(1);
    assertThat(refusalsOf("52"))
        .containsExactly(
            "spec.failurePolicy.rules[1].name: Invalid value: \"failurePolicyRule1\": rule names are"
                + " not unique, rules with indices [0 1] all have the same name"
                + " 'failurePolicyRule1'");
  }

  @Test
  @Tag("admission:C13")
  void aRuleThatWasNeverNamedIsWrongTwice() {
    List<FieldError> errors =
        Validation.create(
            jobSet("failurePolicy: {rules: [{action: FailJobSet}]}"),
            Given.NO_GATES,
            ExistingClaims.NONE);

    assertThat(Given.messages(errors))
        .containsExactly(
            "spec.failurePolicy.rules[0].name: Invalid value: \"\": invalid failure policy rule name"
                + " of length 0, the rule name must be at least 1 characters long and at most 128"
                + " characters long",
            "spec.failurePolicy.rules[0].name: Invalid value: \"\": invalid failure policy rule name"
                + " '', a failure policy rule name must start with an alphabetic character,"
                + " optionally followed by a string of alphanumeric characters or '_,:', and must"
                + " end with an alphanumeric character or '_'");
  }

  @Test
  @Tag("admission:C14")
  void restartsOfSingleJobsNeedTheirGateAndAreBounded() {
    for (String action : List.of("RestartJob", "RestartJobAndIgnoreMaxRestarts")) {
      String rules = "failurePolicy: {rules: [{name: '1', action: " + action + "}]}, ";

      assertThat(refusals(rules + jobs(job("a"))))
          .as("nothing else is said about the rules")
          .containsExactly(
              "spec.failurePolicy.rules[0].action: Invalid value: \""
                  + action
                  + "\": RestartJob and RestartJobAndIgnoreMaxRestarts failure policy actions are"
                  + " not allowed when RestartJob feature gate is disabled");
      rules = rules.replace("'1'", "r");
      assertThat(
              refusals(
                  jobSet(
                      rules
                          + jobs(
                              job("a", "replicas: 1024"),
                              job("b", "replicas: 1025"),
                              job("c", "replicas: 9999"))),
                  ALL_GATES))
          .containsExactly(
              "spec.replicatedJobs[1].replicas: Invalid value: 1025: JobSet cannot have a failure"
                  + " policy rule with RestartJob or RestartJobAndIgnoreMaxRestarts action and a"
                  + " replicated job with replicas > 1024");
      assertThat(refusals(jobSet(rules + jobs(job("a", "replicas: 1024"))), ALL_GATES)).isEmpty();
    }
    assertThat(refusalsOf("53")).hasSize(1);
    assertThat(refusalsOf("54")).hasSize(1);
  }

  @Test
  @Tag("admission:C25")
  void manyNamesAreLegal() {
    for (String name : List.of("r".repeat(128), "a", "a_", "a:b", "'A,1'")) {
      assertThat(refusals("failurePolicy: {rules: [{action: FailJobSet, name: " + name + "}]}"))
          .isEmpty();
    }
  }

  @Test
  void aTrailingNewlineIsPartOfTheName() {
    assertThat(refusals("failurePolicy: {rules: [{action: FailJobSet, name: \"a\\n\"}]}"))
        .hasSize(1);
  }

  @Test
  void patternsMustBeRe2() {
    assertThat(
            refusals(
                "failurePolicy: {rules: [{action: FailJobSet, onJobFailureMessagePatterns:"
                    + " ['.*exit 3.*', '(?=x)', '(']}]}"))
        .containsExactly(
            "spec.failurePolicy.rules[0].onJobFailureMessagePatterns[1]: Invalid value: \"(?=x)\":"
                + " must be a regular expression in RE2 syntax: invalid or unsupported Perl syntax",
            "spec.failurePolicy.rules[0].onJobFailureMessagePatterns[2]: Invalid value: \"(\": must"
                + " be a regular expression in RE2 syntax: missing closing )");
  }

  @Test
  void restartsAreNotNegative() {
    assertThat(refusals("failurePolicy: {maxRestarts: -1}"))
        .containsExactly(
            "spec.failurePolicy.maxRestarts: Invalid value: -1: must be greater than or equal to 0");
    assertThat(refusals("failurePolicy: {maxRestarts: 0}")).isEmpty();
  }
}
