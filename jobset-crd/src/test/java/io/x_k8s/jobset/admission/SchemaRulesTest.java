package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.NO_GATES;
import static io.x_k8s.jobset.admission.Given.job;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobTemplate;
import static io.x_k8s.jobset.admission.Given.jobs;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SchemaRulesTest {
  private static final String POD_SPEC = "spec.replicatedJobs[0].template.spec.template.spec";

  @Test
  @Tag("api:A7")
  void numbersHaveTheirMinimum() {
    assertThat(schema(jobs(job("a", "replicas: -1"))))
        .containsExactly(
            "spec.replicatedJobs[0].replicas: Invalid value: -1: spec.replicatedJobs[0].replicas in"
                + " body should be greater than or equal to 0");
    assertThat(schema(jobs(job("a", "replicas: 0")))).isEmpty();
  }

  @Test
  @Tag("api:A8")
  void nothingNeedsToBeGiven() {
    assertThat(schema("")).isEmpty();
    assertThat(Preflight.create(Given.parse("{}"), NO_GATES, ExistingClaims.NONE).schema())
        .isEmpty();
  }

  @Test
  @Tag("api:A11")
  void listsHaveTheirMaximum() {
    String policies = "volumeClaimPolicies: [" + repeated(51, i -> "{templates: []}") + "]";
    String templates =
        "volumeClaimPolicies: [{templates: ["
            + repeated(51, i -> "{metadata: {name: v" + i + "}}")
            + "]}]";

    assertThat(schema(policies))
        .containsExactly("spec.volumeClaimPolicies: Too many: 51: must have at most 50 items");
    assertThat(schema(templates))
        .containsExactly(
            "spec.volumeClaimPolicies[0].templates: Too many: 51: must have at most 50 items");
  }

  @Test
  @Tag("api:A12")
  void namesAreUnique() {
    assertThat(schema(jobs(job("a"), job("b"), job("a"))))
        .containsExactly("spec.replicatedJobs[2]: Duplicate value: {\"name\":\"a\"}");
  }

  @Test
  @Tag("api:A13")
  void dependenciesAreFewAndDistinctAndOfTwoKinds() {
    assertThat(schema(dependsOn(repeated(6, i -> "{name: j" + i + ", status: Ready}"))))
        .containsExactly(
            "spec.replicatedJobs[1].dependsOn: Too many: 6: must have at most 5 items");
    assertThat(schema(dependsOn("{name: a, status: Ready}, {name: a, status: Complete}")))
        .containsExactly("spec.replicatedJobs[1].dependsOn[1]: Duplicate value: {\"name\":\"a\"}");
    assertThat(schema(dependsOn("{name: a, status: Failed}")))
        .containsExactly(
            "spec.replicatedJobs[1].dependsOn[0].status: Unsupported value: \"Failed\": supported"
                + " values: \"Ready\", \"Complete\"");
    assertThat(schema(dependsOn("{}")))
        .containsExactly(
            "spec.replicatedJobs[1].dependsOn[0].name: Required value",
            "spec.replicatedJobs[1].dependsOn[0].status: Required value");
  }

  @Test
  @Tag("api:A16")
  void withoutAdmissionARuleNeedsItsName() {
    Errors errors = new Errors();

    SchemaRules.check(jobSet("failurePolicy: {rules: [{action: FailJobSet}]}").getSpec(), errors);

    assertThat(errors.list()).hasToString("[spec.failurePolicy.rules[0].name: Required value]");
  }

  @Test
  @Tag("api:A15")
  void withAdmissionItDoesNot() {
    assertThat(schema("failurePolicy: {rules: [{action: FailJobSet}]}")).isEmpty();
  }

  @Test
  @Tag("api:A4")
  @Tag("api:A5")
  @Tag("api:A9")
  void whatTheSchemaFillsInIsNotMissing() {
    String spec =
        jobs("name: a, replicas: null, " + jobTemplate(""))
            + ", failurePolicy: {}, volumeClaimPolicies: [{retentionPolicy: {}, templates: []}]";

    assertThat(SpecTree.of(jobSet(spec).getSpec()))
        .isEqualTo(
            SpecTree.of(
                jobSet(
                        spec.replace("replicas: null", "groupName: default, replicas: 1")
                            .replace(
                                "failurePolicy: {", "failurePolicy: {restartStrategy: Recreate")
                            .replace("retentionPolicy: {", "retentionPolicy: {whenDeleted: Delete"))
                    .getSpec()));
    assertThat(schema(spec)).isEmpty();
  }

  @Test
  void theEmbeddedTypesAreCheckedToo() {
    assertThat(
            schema(
                pod(
                    "containers: [{name: a, ports: [{containerPort: 80}, {containerPort: 80,"
                        + " protocol: TCP}], env: [{value: x}]}, {name: a}]")))
        .containsExactlyInAnyOrder(
            POD_SPEC
                + ".containers[0].ports[1]: Duplicate value:"
                + " {\"containerPort\":80,\"protocol\":\"TCP\"}",
            POD_SPEC + ".containers[0].env[0].name: Required value",
            POD_SPEC + ".containers[1]: Duplicate value: {\"name\":\"a\"}");
    assertThat(schema(pod("hostNetwork: true")))
        .containsExactly(POD_SPEC + ".containers: Required value");
    assertThat(schema(jobs("name: a, template: {spec: {completions: 1}}")))
        .as("defaulting has made the Pod template")
        .containsExactly(POD_SPEC + ".containers: Required value");
  }

  @Test
  void nothingIsNoElement() {
    Errors errors = new Errors();

    SchemaRules.check(jobSet("replicatedJobs: [null]").getSpec(), errors);

    assertThat(errors.list())
        .hasToString("[spec.replicatedJobs[0]: Invalid value: null: must not be null]");
  }

  @Test
  void setsHaveNoDuplicates() {
    assertThat(
            schema(
                jobs(
                    "name: a, "
                        + jobTemplate(
                            "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator:"
                                + " In, values: [1, 2, 1]}}]}"))))
        .containsExactly(
            "spec.replicatedJobs[0].template.spec.podFailurePolicy.rules[0].onExitCodes.values[2]:"
                + " Duplicate value: 1");
  }

  @Test
  void everyMistakeIsReportedAtOnce() {
    Findings findings =
        Preflight.create(
            jobSet(
                "startupPolicy: {startupPolicyOrder: InOrder}, successPolicy: {operator: Most},"
                    + " managedBy: x, "
                    + jobs(job("a", "replicas: -1"), job("b", "dependsOn: []"))),
            NO_GATES,
            ExistingClaims.NONE);

    assertThat(findings.schema()).hasSize(2);
    assertThat(findings.expressions()).hasSize(1);
    assertThat(findings.webhook()).hasSize(1);
    assertThat(findings.errors()).hasSize(4);
  }

  private static String pod(String spec) {
    return jobs("name: a, template: {spec: {template: {spec: {" + spec + "}}}}");
  }

  private static String dependsOn(String list) {
    return jobs(job("a"), job("b", "dependsOn: [" + list + "]"));
  }

  private static String repeated(int times, IntFunction<String> element) {
    return IntStream.range(0, times).mapToObj(element).collect(Collectors.joining(", "));
  }

  private static List<String> schema(String spec) {
    return Given.messages(Preflight.create(jobSet(spec), NO_GATES, ExistingClaims.NONE).schema());
  }
}
