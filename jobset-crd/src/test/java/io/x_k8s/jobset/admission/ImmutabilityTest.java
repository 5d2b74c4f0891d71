package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.NO_GATES;
import static io.x_k8s.jobset.admission.Given.job;
import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobTemplate;
import static io.x_k8s.jobset.admission.Given.jobs;
import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ImmutabilityTest {
  private static final String POD_SPEC = "spec.replicatedJobs[0].template.spec.template.spec";

  @Test
  @Tag("admission:U1")
  @Tag("admission:U2")
  @Tag("admission:U14")
  @Tag("admission:U15")
  void theseExamplesAreAccepted() {
    for (String example :
        List.of("01", "02", "03", "04", "05", "06", "07", "31", "32", "41", "42", "43")) {
      assertThat(refusalsOf(example)).as(example).isEmpty();
    }
  }

  @Test
  @Tag("admission:U3")
  void aRunningJobSetKeepsItsPods() {
    assertThat(refusalsOf("08"))
        .containsExactly(
            "spec.replicatedJobs[0].template.spec.template.metadata: Invalid value:"
                + " {\"annotations\":{\"n\":\"1\"}}: field is immutable (was null)");
    assertThat(refusalsOf("09"))
        .containsExactly(
            POD_SPEC
                + ".schedulingGates: Invalid value: [{\"name\":\"example.com/g\"}]: field is"
                + " immutable (was null)");
    assertThat(refusalsOf("10")).hasSize(1);
    assertThat(podChange("hostname: a", "hostname: b"))
        .containsExactly(
            POD_SPEC + ".hostname: Invalid value: \"b\": field is immutable (was \"a\")");
    assertThat(podChange("subdomain: a", ""))
        .containsExactly(
            POD_SPEC + ".subdomain: Invalid value: null: field is immutable (was \"a\")");
  }

  @Test
  @Tag("admission:U4")
  void whileSuspendedOnlyFiveFieldsAreFree() {
    assertThat(refusalsOf("11"))
        .containsExactly(
            POD_SPEC
                + ".containers[0].image: Invalid value: \"busybox:1\": field is immutable (was"
                + " \"busybox\")");
    assertThat(refusalsOf("12"))
        .containsExactly(
            POD_SPEC
                + ".containers[0].resources: Invalid value: {\"requests\":{\"cpu\":\"1\"}}: field is"
                + " immutable (was null)");
    assertThat(refusalsOf("13"))
        .containsExactly(
            "spec.replicatedJobs[0].template.metadata: Invalid value: {\"labels\":{\"l\":\"1\"}}: field"
                + " is immutable (was null)");
    assertThat(refusalsOf("14")).hasSize(1);
    assertThat(refusalsOf("15"))
        .containsExactly(
            "spec.replicatedJobs[0].replicas: Invalid value: 2: field is immutable (was 1)");
    assertThat(refusalsOf("16")).hasSize(2);
  }

  @Test
  @Tag("admission:U5")
  void theListOfReplicatedJobsStaysAsItIs() {
    String path = "spec.replicatedJobs: Invalid value: ";
    assertThat(refusalsOf("17"))
        .containsExactly(path + "[\"z\"]: field is immutable (was [\"a\"])");
    assertThat(refusalsOf("18"))
        .containsExactly(path + "[\"a\",\"b\"]: field is immutable (was [\"a\"])");
    assertThat(refusalsOf("19"))
        .containsExactly(path + "[\"a\"]: field is immutable (was [\"a\",\"b\"])");
    assertThat(refusalsOf("20"))
        .containsExactly(path + "[\"b\",\"a\"]: field is immutable (was [\"a\",\"b\"])");
    assertThat(refusalsOf("21"))
        .containsExactly(
            "spec.replicatedJobs[0].groupName: Invalid value: \"g\": field is immutable (was"
                + " \"default\")");
    assertThat(change("", jobs(job("a")))).hasSize(1);
    assertThat(change(jobs(job("a")), "")).hasSize(1);
    assertThat(change("replicatedJobs: []", "")).isEmpty();
  }

  @Test
  @Tag("admission:U6")
  void theManagerStays() {
    assertThat(refusalsOf("22"))
        .containsExactly(
            "spec.managedBy: Invalid value: \"example.com/new\": field is immutable (was"
                + " \"example.com/old\")");
    assertThat(refusalsOf("23"))
        .containsExactly(
            "spec.managedBy: Invalid value: \"example.com/new\": field is immutable (was null)");
    assertThat(refusalsOf("24"))
        .containsExactly(
            "spec.managedBy: Invalid value: null: field is immutable (was \"example.com/old\")");
    assertThat(change("suspend: true, managedBy: a.io/b", "suspend: true")).hasSize(1);
  }

  @Test
  @Tag("admission:U16")
  void whatTheSchemaGuardsWhilePresentMayNotComeOrGo() {
    assertThat(change("network: {enableDNSHostnames: true}", ""))
        .containsExactly(
            "spec.network: Invalid value: null: field is immutable (was"
                + " {\"enableDNSHostnames\":true})");
    assertThat(change("successPolicy: {operator: Any}", "")).hasSize(1);
    assertThat(change("successPolicy: {operator: All, targetReplicatedJobs: [a]}", "")).hasSize(1);
    assertThat(change("startupPolicy: {startupPolicyOrder: InOrder}", "")).hasSize(1);
    assertThat(change("failurePolicy: {maxRestarts: 3}", "")).hasSize(1);
    assertThat(change("", "failurePolicy: {maxRestarts: 3}"))
        .containsExactly(
            "spec.failurePolicy: Invalid value:"
                + " {\"maxRestarts\":3,\"restartStrategy\":\"Recreate\"}: field is immutable (was"
                + " null)");
    assertThat(change("", "volumeClaimPolicies: [{templates: [{metadata: {name: v}}]}]"))
        .hasSize(1);
  }

  @Test
  void aPolicyThatSaysWhatItsAbsenceSaysMayComeAndGo() {
    for (String policy :
        List.of(
            "successPolicy: {operator: All}",
            "successPolicy: {operator: All, targetReplicatedJobs: []}",
            "startupPolicy: {startupPolicyOrder: AnyOrder}",
            "volumeClaimPolicies: []")) {
      assertThat(change(policy, "")).as(policy).isEmpty();
      assertThat(change("", policy)).as(policy).isEmpty();
    }
  }

  @Test
  @Tag("admission:U17")
  @Tag("admission:U18")
  void aQueueMayPlaceAndResetInTheRequestThatResumesAndSuspends() {
    List<String> life =
        List.of(
            "suspend: true, " + placed(""),
            "suspend: true, " + placed("nodeSelector: {pool: none}"),
            "suspend: false, " + placed("nodeSelector: {pool: none}"),
            "suspend: true, " + placed("nodeSelector: {pool: b}, tolerations: [{key: t}]"),
            "suspend: false, " + placed("nodeSelector: {pool: b}, schedulingGates: [{name: g}]"));
    for (int i = 1; i < life.size(); i++) {
      assertThat(change(life.get(i - 1), life.get(i))).as("step " + i).isEmpty();
    }
  }

  @Test
  void whatMeansTheSameIsTheSame() {
    assertThat(podChange("hostNetwork: false, hostname: ''", "")).isEmpty();
    assertThat(podChange("", "hostNetwork: false, serviceAccountName: ''")).isEmpty();
    assertThat(podChange("tolerations: []", "nodeSelector: {}")).isEmpty();
    assertThat(change(jobs(job("a")), jobs(job("a", "groupName: default, replicas: 1"))))
        .as("defaults of the schema")
        .isEmpty();
    assertThat(podChange("", "securityContext: {}")).hasSize(1);
    assertThat(podChange("", "nodeSelector: {a: ''}")).hasSize(1);
    assertThat(
            podChange(
                "volumes: [{name: a, emptyDir: {sizeLimit: 1Gi}}]",
                "volumes: [{name: a, emptyDir: {sizeLimit: 1024Mi}}]"))
        .isEmpty();
    assertThat(podChange("tolerations: [{key: a}, {key: b}]", "tolerations: [{key: b}, {key: a}]"))
        .as("order matters")
        .hasSize(2);
  }

  @Test
  void anOptionalZeroIsNotAbsent() {
    assertThat(jobChange("", "parallelism: 0"))
        .containsExactly(
            "spec.replicatedJobs[0].template.spec.parallelism: Invalid value: 0: field is immutable"
                + " (was null)");
    assertThat(jobChange("", "suspend: false")).hasSize(1);
  }

  @Test
  void aFieldThatTheModelDoesNotKnowIsCompared() {
    assertThat(podChange("novelty: 1", "novelty: 2"))
        .containsExactly(POD_SPEC + ".novelty: Invalid value: 2: field is immutable (was 1)");
  }

  @Test
  void aLabelIsWrittenSoThatItsNameCanBeSeen() {
    String template = "name: a, template: {metadata: {labels: {a.io/b: '%s'}}, spec: {}}";
    assertThat(change(jobs(template.formatted("1")), jobs(template.formatted("2"))))
        .containsExactly(
            "spec.replicatedJobs[0].template.metadata.labels[a.io/b]: Invalid value: \"2\": field is"
                + " immutable (was \"1\")");
  }

  @Test
  void manyDifferencesAreNotAllListed() {
    String[] before = IntStream.range(0, 30).mapToObj(i -> job("j" + i)).toArray(String[]::new);
    String[] after =
        IntStream.range(0, 30).mapToObj(i -> job("j" + i, "replicas: 2")).toArray(String[]::new);

    assertThat(change(jobs(before), jobs(after)))
        .hasSize(11)
        .last()
        .isEqualTo("spec.replicatedJobs: Forbidden: field is immutable (20 more changes)");
  }

  @Test
  void aLongOldValueIsCut() {
    assertThat(podChange("hostname: " + "h".repeat(5000), ""))
        .singleElement()
        .asString()
        .hasSizeLessThan(500)
        .endsWith("h…)");
  }

  @Test
  @Tag("admission:D15")
  void anUpdateFillsNothingIn() {
    Findings findings =
        Preflight.update(
            jobSet("network: {enableDNSHostnames: true, publishNotReadyAddresses: true}"),
            jobSet("network: {enableDNSHostnames: true}"),
            NO_GATES);

    assertThat(Given.messages(findings.expressions()))
        .containsExactly(
            "spec.network: Invalid value: {\"enableDNSHostnames\":true}: Value is immutable");
    assertThat(findings.webhook()).isEmpty();
  }

  private static String placed(String podSpec) {
    return jobs("name: a, " + jobTemplate("", podSpec));
  }

  private static List<String> podChange(String old, String now) {
    return change(placed(old), placed(now));
  }

  private static List<String> jobChange(String old, String now) {
    return change(jobs("name: a, " + jobTemplate(old)), jobs("name: a, " + jobTemplate(now)));
  }

  private static List<String> change(String old, String now) {
    return Given.messages(Validation.update(jobSet(old), jobSet(now), NO_GATES));
  }

  private static List<String> refusalsOf(String example) {
    Manifests manifest = Manifests.named("updates/" + example);
    List<JobSet> states = manifest.jobSets().stream().map(Defaulting::defaulted).toList();
    return Given.messages(Validation.update(states.get(0), states.get(1), manifest.gates()));
  }
}
