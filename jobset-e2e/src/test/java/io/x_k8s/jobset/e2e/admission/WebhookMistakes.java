package io.x_k8s.jobset.e2e.admission;

import static io.x_k8s.jobset.e2e.admission.Parts.addClaim;
import static io.x_k8s.jobset.e2e.admission.Parts.claim;
import static io.x_k8s.jobset.e2e.admission.Parts.container;
import static io.x_k8s.jobset.e2e.admission.Parts.coordinator;
import static io.x_k8s.jobset.e2e.admission.Parts.failurePolicy;
import static io.x_k8s.jobset.e2e.admission.Parts.first;
import static io.x_k8s.jobset.e2e.admission.Parts.jobMetadata;
import static io.x_k8s.jobset.e2e.admission.Parts.jobSpec;
import static io.x_k8s.jobset.e2e.admission.Parts.network;
import static io.x_k8s.jobset.e2e.admission.Parts.podSpec;
import static io.x_k8s.jobset.e2e.admission.Parts.rule;
import static io.x_k8s.jobset.e2e.admission.Parts.second;
import static io.x_k8s.jobset.e2e.admission.Parts.sized;
import static io.x_k8s.jobset.e2e.admission.Parts.successPolicy;
import static io.x_k8s.jobset.e2e.admission.RandomJobSets.dependsOn;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the validating webhook refuses, by the rules of the specification of admission. */
final class WebhookMistakes {
  /** Name of a claim template of which a claim exists already, for every JobSet. */
  static final String TAKEN = "taken";

  private static final String SUBDOMAIN = "^spec.network.subdomain: Invalid value: .*: ";
  private static final String MANAGED_BY = "^spec.managedBy: Invalid value: .*: ";
  private static final String NAME = "^spec.replicatedJobs\\[\\d\\].name: Invalid value: .*: ";
  private static final String CLAIM_NAME = "templates\\[0\\].metadata.name: Invalid value: .*: ";
  private static final String DNS_1035 = "a DNS-1035 label must";
  private static final String DNS_1123 = "a lowercase RFC 1123 subdomain must";

  private WebhookMistakes() {}

  static List<Mistake> all() {
    return List.of(
        Mistake.of(
            "C1",
            "InPlaceRestart feature gate is disabled$",
            js -> failurePolicy(js).setRestartStrategy("InPlaceRestart")),
        Mistake.of(
            "C2", "can't be set for the first", js -> first(js).setDependsOn(dependsOn("ghost"))),
        Mistake.of("C3a", SUBDOMAIN + DNS_1123, js -> network(js).setSubdomain("Mesh_1")),
        Mistake.of(
            "C3a length",
            SUBDOMAIN + "must be no more than 253",
            js -> network(js).setSubdomain("s".repeat(254))),
        Mistake.of("C3b", SUBDOMAIN + DNS_1035, js -> network(js).setSubdomain("my.mesh")),
        Mistake.of(
            "C3b length",
            SUBDOMAIN + ".*is too long",
            js -> network(js).setSubdomain("s".repeat(64))),
        Mistake.of("C4a", "^spec.managedBy: Required value$", js -> js.getSpec().setManagedBy("")),
        Mistake.of(
            "C4b", MANAGED_BY + "must be a domain", js -> js.getSpec().setManagedBy("someone")),
        Mistake.of("C4c", MANAGED_BY + DNS_1123, js -> js.getSpec().setManagedBy("Acme_/x")),
        Mistake.of(
            "C4d", MANAGED_BY + "Invalid path", js -> js.getSpec().setManagedBy("acme.io/fo o\"")),
        Mistake.of(
            "C4e",
            "^spec.managedBy: Too long",
            js -> js.getSpec().setManagedBy("acme.io/" + "c".repeat(56))),
        Mistake.of(
            "C5",
            "the product of replicas",
            js -> {
              first(js).setReplicas(2);
              jobSpec(first(js)).setParallelism(Integer.MAX_VALUE);
            }),
        Mistake.of(
            "C6", "groupName: Invalid value: .*: " + DNS_1035, js -> first(js).setGroupName("G")),
        Mistake.of(
            "C6 length", "groupName is too long", js -> first(js).setGroupName("g".repeat(64))),
        Mistake.of("C7", NAME + DNS_1035, js -> first(js).setName("user.model")),
        Mistake.of(
            "C7 length",
            NAME + "JobSet name is too long, job names",
            js -> first(js).setName("n".repeat(61))),
        Mistake.of(
            "C8 length",
            NAME + "JobSet name is too long, pod names",
            js -> sized(first(js)).setName("n".repeat(50))),
        Mistake.of(
            "C9",
            "replicatedJob: .* cannot depend on replicatedJob: ghost",
            js -> second(js).setDependsOn(dependsOn("ghost"))),
        Mistake.of(
            "G3",
            "replicatedJob: (.*) cannot depend on replicatedJob: \\1$",
            js -> second(js).setDependsOn(dependsOn(second(js).getName()))),
        Mistake.of(
            "G4", "\\.name: Required value: must not be empty", js -> second(js).setName("")),
        Mistake.of(
            "G5",
            "^metadata.name: Invalid value",
            js -> {
              js.getMetadata().setName("1.foo");
              js.getSpec().setReplicatedJobs(null);
              network(js).setEnableDNSHostnames(true);
              network(js).setSubdomain(null);
            }),
        inPlace("C10a", "MaxInt32", js -> jobSpec(sized(first(js))).setBackoffLimit(3)),
        inPlace(
            "C10b",
            "must be set to Failed",
            js -> jobSpec(sized(first(js))).setPodReplacementPolicy("TerminatingOrFailed")),
        inPlace(
            "C10c",
            "completions and parallelism must be",
            js -> jobSpec(sized(first(js))).setCompletions(3)),
        Mistake.of(
            "C11",
            "^spec.successPolicy.target.*invalid replicatedJob name 'ghost' does not appear",
            js -> successPolicy(js).setTargetReplicatedJobs(List.of("ghost"))),
        Mistake.of(
            "C12a", "RestartJob feature gate is disabled", js -> rule(js).setAction("RestartJob")),
        Mistake.of(
            "C12b",
            "replicas > 1024",
            js -> {
              rule(js).setAction("RestartJobAndIgnoreMaxRestarts");
              first(js).setReplicas(1025);
            }),
        Mistake.of("C12c", "rule name of length 129", js -> rule(js).setName("r".repeat(129))),
        Mistake.of("C12d", "invalid failure policy rule name '1'", js -> rule(js).setName("1")),
        Mistake.of(
            "C12e",
            "'ghost' in failure policy",
            js -> rule(js).setTargetReplicatedJobs(List.of("ghost"))),
        Mistake.of(
            "C12f",
            "invalid job failure reason 'Gremlins'",
            js -> rule(js).setOnJobFailureReasons(List.of("Gremlins"))),
        Mistake.of(
            "C12g",
            "rule names are not unique",
            js -> {
              rule(js).setName("again");
              rule(js).setName("again");
            }),
        Mistake.of(
            "G6",
            "RE2 syntax: missing closing",
            js -> rule(js).setOnJobFailureMessagePatterns(List.of("exit (1|2"))),
        Mistake.of(
            "G7", "maxRestarts: Invalid value: -1", js -> failurePolicy(js).setMaxRestarts(-1)),
        Mistake.of(
            "C13a",
            "coordinator replicatedJob ghost does not exist",
            js -> coordinator(js).setReplicatedJob("ghost")),
        Mistake.of("C13b", "coordinator job index 2 is", js -> coordinator(js).setJobIndex(2L)),
        Mistake.of(
            "C13c",
            "job for coordinator pod must be",
            js -> {
              coordinator(js);
              jobSpec(first(js)).setCompletionMode("NonIndexed");
            }),
        Mistake.of("C13d", "coordinator pod index -1 is", js -> coordinator(js).setPodIndex(-1L)),
        Mistake.of(
            "C14",
            "spec will lead to invalid label value",
            js -> {
              coordinator(js);
              network(js).setSubdomain("s".repeat(60));
            }),
        Mistake.of(
            "C15a",
            CLAIM_NAME + "names must be unique",
            js -> {
              addClaim(js, "twice", "Delete");
              addClaim(js, "twice", "Delete");
            }),
        Mistake.of("C15b", CLAIM_NAME + DNS_1123, js -> addClaim(js, "Data", "Delete")),
        Mistake.of(
            "C15c",
            CLAIM_NAME + "VolumeClaimPolicies template name is too long",
            js -> addClaim(js, "v".repeat(62), "Delete")),
        Mistake.of(
            "C15d",
            "volume name conflicts",
            js -> {
              addClaim(js, "clash", "Delete");
              podSpec(first(js)).setVolumes(List.of(new VolumeBuilder().withName("clash").build()));
            }),
        Mistake.of(
            "C15e",
            "don't have a matching volumeMount",
            js -> {
              claim(js);
              container(first(js)).setVolumeMounts(List.of());
            }),
        Mistake.of(
            "C15f",
            "spec does not match existing PVC taken-",
            js ->
                addClaim(js, TAKEN, "Retain")
                    .getTemplates()
                    .get(0)
                    .getSpec()
                    .getResources()
                    .setRequests(Map.of("storage", new Quantity("2Gi")))),
        Mistake.of("C15g", "must be retain when PVC exists", js -> addClaim(js, TAKEN, "Delete")),
        Mistake.of(
            "G27",
            CLAIM_NAME + "a lowercase RFC 1123 label must",
            js -> addClaim(js, "my.data", "Delete")),
        Mistake.of(
            "G10 numbers",
            "template.spec.backoffLimit: Invalid value: -1",
            js -> jobSpec(first(js)).setBackoffLimit(-1)),
        Mistake.of(
            "G10 mode",
            "completionMode: Unsupported value",
            js -> jobSpec(first(js)).setCompletionMode("Sorted")),
        Mistake.of(
            "G11",
            "the node selector strategy",
            js -> {
              annotate(js, JobSetAnnotations.NODE_SELECTOR, "");
              first(js).setName("n".repeat(50));
            }),
        Mistake.of(
            "G13",
            "exclusive placement needs",
            js -> {
              annotate(js, JobSetAnnotations.EXCLUSIVE_TOPOLOGY, "rack");
              jobSpec(first(js)).setCompletionMode("NonIndexed");
            }));
  }

  private static Mistake inPlace(String rule, String told, Consumer<JobSet> change) {
    return Mistake.of(
        rule,
        told,
        js -> {
          failurePolicy(js).setRestartStrategy("InPlaceRestart");
          sized(first(js));
          jobSpec(first(js)).setBackoffLimit(Integer.MAX_VALUE);
          jobSpec(first(js)).setPodReplacementPolicy("Failed");
          change.accept(js);
        });
  }

  private static void annotate(JobSet jobSet, String key, String value) {
    Map<String, String> annotations = new HashMap<>();
    annotations.put(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, "rack");
    annotations.put(key, value);
    jobMetadata(first(jobSet)).setAnnotations(annotations);
  }
}
