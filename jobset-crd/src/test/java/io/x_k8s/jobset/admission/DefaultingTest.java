package io.x_k8s.jobset.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DefaultingTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final String POLICIES =
      "successPolicy: {operator: Any}, startupPolicy: {startupPolicyOrder: InOrder}";
  private static final String NETWORK =
      "network: {enableDNSHostnames: false, publishNotReadyAddresses: false}";

  @Test
  @Tag("admission:D1")
  void jobsAreIndexedUnlessTheyAreNot() {
    assertThat(additions(template("spec: {template: {spec: {restartPolicy: Never}}}")))
        .containsExactly(
            Map.entry("/spec/replicatedJobs/0/template/spec/completionMode", "Indexed"));
    assertThat(additions(template("spec: " + jobSpec("restartPolicy: Never")))).isEmpty();
  }

  @Test
  @Tag("admission:D2")
  void namesInDnsAreOnByDefault() {
    assertThat(additions("{" + POLICIES + "}"))
        .containsExactly(
            Map.entry(
                "/spec/network",
                Map.of("enableDNSHostnames", true, "publishNotReadyAddresses", true)));
  }

  @Test
  @Tag("admission:D3")
  @Tag("admission:D4")
  @Tag("admission:D5")
  void halfANetworkIsCompleted() {
    assertThat(additions("{" + POLICIES + ", network: {enableDNSHostnames: false}}"))
        .containsExactly(Map.entry("/spec/network/publishNotReadyAddresses", true));
    assertThat(additions("{" + POLICIES + ", network: {publishNotReadyAddresses: false}}"))
        .containsExactly(Map.entry("/spec/network/enableDNSHostnames", true));
    assertThat(additions("{" + POLICIES + ", " + NETWORK + "}")).isEmpty();
  }

  @Test
  @Tag("admission:D6")
  void podsRestartOnFailureUnlessToldOtherwise() {
    String field = "/spec/replicatedJobs/0/template/spec/template/spec/restartPolicy";

    assertThat(additions(template("spec: " + jobSpec(""))))
        .containsExactly(Map.entry(field, "OnFailure"));
    assertThat(additions(template("spec: " + jobSpec("restartPolicy: ''"))))
        .containsExactly(Map.entry(field, "OnFailure"));
    assertThat(additions(template("spec: " + jobSpec("restartPolicy: Always")))).isEmpty();
    assertThat(additions(template("spec: " + jobSpec("restartPolicy: Never")))).isEmpty();
  }

  @Test
  @Tag("admission:D7")
  @Tag("admission:D8")
  void absentPoliciesAreFilledInAndGivenOnesKept() {
    assertThat(additions("{" + NETWORK + "}"))
        .containsExactly(
            Map.entry("/spec/successPolicy", Map.of("operator", "All")),
            Map.entry("/spec/startupPolicy", Map.of("startupPolicyOrder", "AnyOrder")));
    assertThat(additions("{" + NETWORK + ", successPolicy: null, startupPolicy: null}")).hasSize(2);
    assertThat(additions("{" + NETWORK + ", " + POLICIES + "}")).isEmpty();
  }

  @Test
  void anIncompletePolicyIsLeftToTheSchema() {
    assertThat(additions("{" + NETWORK + ", successPolicy: {}, startupPolicy: {}}")).isEmpty();
  }

  @Test
  @Tag("admission:D9")
  void theManagerIsNeverFilledIn() {
    assertThat(Defaulting.defaulted(jobSet("{}")).getSpec().getManagedBy()).isNull();
    assertThat(
            Defaulting.defaulted(jobSet("{managedBy: other-controller}")).getSpec().getManagedBy())
        .isEqualTo("other-controller");
  }

  @Test
  @Tag("admission:D10")
  void unnamedRulesAreNamedByTheirPlace() {
    String rules =
        "failurePolicy: {rules: [{name: mine, action: FailJobSet}, {action: FailJobSet},"
            + " {name: '', action: FailJobSet}]}";

    assertThat(additions("{" + NETWORK + ", " + POLICIES + ", " + rules + "}"))
        .containsExactly(
            Map.entry("/spec/failurePolicy/rules/1/name", "failurePolicyRule1"),
            Map.entry("/spec/failurePolicy/rules/2/name", "failurePolicyRule2"));
    assertThat(
            additions(
                "{"
                    + NETWORK
                    + ", "
                    + POLICIES
                    + ", failurePolicy: {rules: [{action: FailJobSet}]}}"))
        .containsExactly(Map.entry("/spec/failurePolicy/rules/0/name", "failurePolicyRule0"));
  }

  @Test
  @Tag("admission:D11")
  void claimsGoWithTheirJobSetUnlessRetained() {
    String claims =
        "volumeClaimPolicies: [{templates: []}, {retentionPolicy: {}},"
            + " {retentionPolicy: {whenDeleted: Retain}}]";

    assertThat(additions("{" + NETWORK + ", " + POLICIES + ", " + claims + "}"))
        .containsExactly(
            Map.entry(
                "/spec/volumeClaimPolicies/0/retentionPolicy", Map.of("whenDeleted", "Delete")));
  }

  @Test
  @Tag("admission:D12")
  void nothingIsAddedWhereEverythingIsGiven() {
    assertThat(additions(template("spec: " + jobSpec("restartPolicy: Never, containers: []"))))
        .isEmpty();
  }

  @Test
  @Tag("admission:D13")
  void zeroValuesStayAsTheyAre() {
    JobSet defaulted =
        Defaulting.defaulted(
            jobSet(
                "{suspend: false, replicatedJobs: [{name: a, replicas: 0, template: {}},"
                    + " {name: b, dependsOn: [], template: {}}]}"));

    assertThat(defaulted.getSpec().getSuspend()).isFalse();
    assertThat(defaulted.getSpec().getReplicatedJobs().get(0).getReplicas()).isZero();
    assertThat(defaulted.getSpec().getReplicatedJobs().get(1).getDependsOn()).isEmpty();
  }

  @Test
  @Tag("admission:D14")
  void aMissingSpecIsAddedAsOneValue() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("successPolicy", Map.of("operator", "All"));
    spec.put("startupPolicy", Map.of("startupPolicyOrder", "AnyOrder"));
    spec.put("network", Map.of("enableDNSHostnames", true, "publishNotReadyAddresses", true));

    assertThat(additions("null")).containsExactly(Map.entry("/spec", spec));
  }

  @Test
  void missingParentsComeWithTheirDefaultsInOneValue() {
    assertThat(additions(template("")))
        .containsExactly(
            Map.entry(
                "/spec/replicatedJobs/0/template/spec",
                Map.of(
                    "completionMode",
                    "Indexed",
                    "template",
                    Map.of("spec", Map.of("restartPolicy", "OnFailure")))));
    assertThat(additions(template("spec: {completionMode: Indexed}")))
        .containsExactly(
            Map.entry(
                "/spec/replicatedJobs/0/template/spec/template",
                Map.of("spec", Map.of("restartPolicy", "OnFailure"))));
    assertThat(additions(template("spec: {completionMode: Indexed, template: {}}")))
        .containsExactly(
            Map.entry(
                "/spec/replicatedJobs/0/template/spec/template/spec",
                Map.of("restartPolicy", "OnFailure")));
  }

  @Test
  void aMissingTemplateStaysMissing() {
    assertThat(additions("{" + NETWORK + ", " + POLICIES + ", replicatedJobs: [{name: a}, null]}"))
        .isEmpty();
  }

  @Test
  void theDefaultedObjectIsTheOneThatThePatchMakes() {
    List<String> specs =
        List.of(
            "null",
            "{}",
            "{network: {}}",
            "{replicatedJobs: [{name: a, template: {}}, {name: b, template: {spec: {}}}]}",
            template("spec: {template: {}}"),
            template("spec: " + jobSpec("")),
            "{failurePolicy: {rules: [{action: FailJobSet}]}, volumeClaimPolicies: [{}]}");
    for (String spec : specs) {
      JobSet given = jobSet(spec);
      JobSet before = jobSet(spec);

      assertThat(tree(Defaulting.defaulted(given)))
          .isEqualTo(Patches.apply(tree(given), Defaulting.additions(given)));
      assertThat(given).isEqualTo(before);
      assertThat(Defaulting.additions(Defaulting.defaulted(given))).isEmpty();
    }
  }

  private static String template(String content) {
    return "{"
        + NETWORK
        + ", "
        + POLICIES
        + ", replicatedJobs: [{name: a, template: {"
        + content
        + "}}]}";
  }

  private static String jobSpec(String podSpec) {
    return "{completionMode: NonIndexed, template: {spec: {" + podSpec + "}}}";
  }

  private static List<Map.Entry<String, Object>> additions(String spec) {
    return Defaulting.additions(jobSet(spec)).stream()
        .map(addition -> Map.entry(addition.pointer(), addition.value()))
        .toList();
  }

  private static JobSet jobSet(String spec) {
    return SERIALIZATION.unmarshal("metadata: {name: js}\nspec: " + spec, JobSet.class);
  }

  private static Map<String, Object> tree(JobSet jobSet) {
    return Patches.tree(jobSet);
  }
}
