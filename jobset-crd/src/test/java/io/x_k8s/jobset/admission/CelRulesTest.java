package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.NO_GATES;
import static io.x_k8s.jobset.admission.Given.job;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobs;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CelRulesTest {
  private static final String NAMESPACE =
      "namespace cannot be set for VolumeClaimPolicies templates";
  private static final String EXCLUSIVE = "StartupPolicy and DependsOn APIs are mutually exclusive";

  @Test
  @Tag("api:A14")
  void thereIsOneWayToOrder() {
    String withDependencies = jobs(job("a"), job("b", "dependsOn: [{name: a, status: Ready}]"));

    assertThat(create("startupPolicy: {startupPolicyOrder: InOrder}, " + withDependencies))
        .singleElement()
        .asString()
        .startsWith("spec: Invalid value: {")
        .endsWith(": " + EXCLUSIVE);
    assertThat(
            create(
                "startupPolicy: {startupPolicyOrder: InOrder}, "
                    + jobs(job("a"), job("b", "dependsOn: []"))))
        .hasSize(1);
    assertThat(create("startupPolicy: {startupPolicyOrder: AnyOrder}, " + withDependencies))
        .isEmpty();
    assertThat(create("startupPolicy: {startupPolicyOrder: InOrder}, replicatedJobs: []"))
        .isEmpty();
    assertThat(create("startupPolicy: {startupPolicyOrder: InOrder}"))
        .singleElement()
        .asString()
        .endsWith("no such key: replicatedJobs evaluating rule: " + EXCLUSIVE);
  }

  @Test
  void claimsAreInTheNamespaceOfTheirJobSet() {
    assertThat(create("volumeClaimPolicies: [{templates: [{metadata: {name: v, namespace: n}}]}]"))
        .singleElement()
        .asString()
        .endsWith(": " + NAMESPACE);
    assertThat(create("volumeClaimPolicies: [{templates: [{metadata: {name: v, namespace: ''}}]}]"))
        .isEmpty();
    assertThat(create("volumeClaimPolicies: [{}]"))
        .singleElement()
        .asString()
        .startsWith("spec.volumeClaimPolicies[0]: ")
        .endsWith("no such key: templates evaluating rule: " + NAMESPACE);
    assertThat(create("volumeClaimPolicies: [{templates: [{}]}]"))
        .singleElement()
        .asString()
        .endsWith("no such key: metadata evaluating rule: " + NAMESPACE);
    assertThat(create("volumeClaimPolicies: [{templates: [{}, {metadata: {namespace: n}}]}]"))
        .singleElement()
        .asString()
        .as("what is certainly wrong outweighs what cannot be evaluated")
        .endsWith("}: " + NAMESPACE);
  }

  @Test
  @Tag("admission:U7")
  void whatIsPresentBeforeAndAfterStays() {
    for (Manifests manifest : Manifests.in("updates")) {
      if (manifest.header("layer").orElse("").equals("cel")) {
        assertThat(update(manifest.jobSets().get(0), manifest.jobSets().get(1)))
            .as(manifest.toString())
            .singleElement()
            .asString()
            .endsWith(": Value is immutable");
      }
    }
    assertThat(update(jobSet("network: {}"), jobSet(""))).isEmpty();
  }

  @Test
  void aListThatIsAMapHasNoOrder() {
    String one = "dependsOn: [{name: a, status: Ready}, {name: b, status: Ready}]";
    String other = "dependsOn: [{name: b, status: Ready}, {name: a, status: Ready}]";

    assertThat(
            update(
                jobSet(jobs(job("a"), job("b"), job("c", one))),
                jobSet(jobs(job("a"), job("b"), job("c", other)))))
        .isEmpty();
  }

  @Test
  void whatTheSchemaFillsInIsNoChange() {
    assertThat(
            update(
                jobSet("failurePolicy: {restartStrategy: Recreate}"), jobSet("failurePolicy: {}")))
        .isEmpty();
  }

  private static List<String> create(String spec) {
    return Given.messages(
        Preflight.create(jobSet(spec), NO_GATES, ExistingClaims.NONE).expressions());
  }

  private static List<String> update(JobSet old, JobSet now) {
    return Given.messages(Preflight.update(old, now, NO_GATES).expressions());
  }
}
