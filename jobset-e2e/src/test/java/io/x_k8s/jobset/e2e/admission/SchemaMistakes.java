package io.x_k8s.jobset.e2e.admission;

import static io.x_k8s.jobset.e2e.admission.Parts.claim;
import static io.x_k8s.jobset.e2e.admission.Parts.container;
import static io.x_k8s.jobset.e2e.admission.Parts.coordinator;
import static io.x_k8s.jobset.e2e.admission.Parts.failurePolicy;
import static io.x_k8s.jobset.e2e.admission.Parts.first;
import static io.x_k8s.jobset.e2e.admission.Parts.jobSpec;
import static io.x_k8s.jobset.e2e.admission.Parts.podSpec;
import static io.x_k8s.jobset.e2e.admission.Parts.rule;
import static io.x_k8s.jobset.e2e.admission.Parts.second;
import static io.x_k8s.jobset.e2e.admission.Parts.startupPolicy;
import static io.x_k8s.jobset.e2e.admission.Parts.successPolicy;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import java.util.Collections;
import java.util.List;

/** What the CRD itself refuses: its schema, and its CEL rules. */
final class SchemaMistakes {
  private SchemaMistakes() {}

  static List<Mistake> all() {
    return List.of(
        // Bounds.
        Mistake.of(
            "minimum replicas", "replicas in body should be", js -> first(js).setReplicas(-1)),
        Mistake.of(
            "minimum ttl",
            "^spec.ttlSecondsAfterFinished: .*should be",
            js -> js.getSpec().setTtlSecondsAfterFinished(-1)),
        Mistake.of(
            "maxItems dependsOn",
            "dependsOn: Too many: 6",
            js -> second(js).setDependsOn(RandomJobSets.dependsOn("a", "b", "c", "d", "e", "f"))),
        Mistake.of(
            "maxItems policies",
            "spec.volumeClaimPolicies: Too many: 51",
            js ->
                js.getSpec()
                    .setVolumeClaimPolicies(Collections.nCopies(51, new VolumeClaimPolicy()))),
        Mistake.of(
            "maxItems claims",
            "templates: Too many: 51",
            js -> {
              VolumeClaimPolicy policy = claim(js);
              policy.setTemplates(Collections.nCopies(51, policy.getTemplates().get(0)));
            }),
        // Enumerations.
        Mistake.of(
            "enum operator", "operator: Unsupp", js -> successPolicy(js).setOperator("Most")),
        Mistake.of(
            "enum order",
            "startupPolicyOrder: Unsupp",
            js -> startupPolicy(js).setStartupPolicyOrder("Backwards")),
        Mistake.of("enum action", "action: Unsupp", js -> rule(js).setAction("Explode")),
        Mistake.of(
            "enum strategy",
            "restartStrategy: Unsupp",
            js -> failurePolicy(js).setRestartStrategy("Never")),
        Mistake.of(
            "enum whenDeleted",
            "whenDeleted: Unsupp",
            js -> claim(js).getRetentionPolicy().setWhenDeleted("Keep")),
        Mistake.of(
            "enum dependency",
            "status: Unsupp",
            js -> {
              second(js).setDependsOn(RandomJobSets.dependsOn(first(js).getName()));
              second(js).getDependsOn().get(0).setStatus("Failed");
            }),
        // Required fields.
        Mistake.of("required template", "template: Required", js -> first(js).setTemplate(null)),
        Mistake.of("required name", "\\]\\.name: Required value$", js -> first(js).setName(null)),
        Mistake.of(
            "required operator", "operator: Required", js -> successPolicy(js).setOperator(null)),
        Mistake.of(
            "required order",
            "startupPolicyOrder: Required",
            js -> startupPolicy(js).setStartupPolicyOrder(null)),
        Mistake.of("required action", "action: Required", js -> rule(js).setAction(null)),
        Mistake.of(
            "required coordinator",
            "coordinator.replicatedJob: Required",
            js -> coordinator(js).setReplicatedJob(null)),
        Mistake.of(
            "required dependency",
            "dependsOn\\[0\\].status: Required",
            js -> {
              second(js).setDependsOn(RandomJobSets.dependsOn(first(js).getName()));
              second(js).getDependsOn().get(0).setStatus(null);
            }),
        Mistake.of(
            "required containers",
            "containers: Required",
            js -> podSpec(first(js)).setContainers(List.of())),
        Mistake.of(
            "required container name",
            "containers\\[0\\].name: Required",
            js -> container(first(js)).setName(null)),
        Mistake.of(
            "required mount path",
            "mountPath: Required",
            js ->
                container(first(js))
                    .setVolumeMounts(List.of(new VolumeMountBuilder().withName("x").build()))),
        // Lists that are maps or sets.
        Mistake.of(
            "duplicate template",
            "^spec.replicatedJobs\\[1\\]: Duplicate",
            js -> second(js).setName(first(js).getName())),
        Mistake.of(
            "duplicate dependency",
            "dependsOn\\[1\\]: Duplicate",
            js ->
                second(js)
                    .setDependsOn(
                        RandomJobSets.dependsOn(first(js).getName(), first(js).getName()))),
        Mistake.of(
            "duplicate container",
            "containers\\[\\d\\]: Duplicate",
            js ->
                podSpec(first(js))
                    .setContainers(
                        Collections.nCopies(2, new ContainerBuilder().withName("main").build()))),
        Mistake.of(
            "duplicate variable",
            "env\\[1\\]: Duplicate",
            js ->
                container(first(js))
                    .setEnv(Collections.nCopies(2, new EnvVarBuilder().withName("A").build()))),
        Mistake.of(
            "duplicate port",
            "ports\\[1\\]: Duplicate",
            js ->
                container(first(js))
                    .setPorts(
                        List.of(
                            new ContainerPortBuilder().withContainerPort(1).build(),
                            new ContainerPortBuilder()
                                .withContainerPort(1)
                                .withProtocol("TCP")
                                .build()))),
        Mistake.of(
            "duplicate volume",
            "volumes\\[1\\]: Duplicate",
            js ->
                podSpec(first(js))
                    .setVolumes(Collections.nCopies(2, new VolumeBuilder().withName("x").build()))),
        Mistake.of(
            "duplicate exit code",
            "values\\[1\\]: Duplicate",
            js ->
                jobSpec(first(js))
                    .setPodFailurePolicy(
                        new PodFailurePolicyBuilder()
                            .addNewRule()
                            .withAction("FailJob")
                            .withNewOnExitCodes()
                            .withOperator("In")
                            .withValues(3, 3)
                            .endOnExitCodes()
                            .endRule()
                            .build())),
        // Formats.
        Mistake.of(
            "quantity",
            "should match",
            js ->
                container(first(js))
                    .setResources(
                        new ResourceRequirementsBuilder()
                            .addToLimits("cpu", new Quantity("1", " apple"))
                            .build())),
        // CEL.
        Mistake.of(
            "in order and dependsOn",
            ": StartupPolicy and DependsOn APIs are",
            js -> {
              startupPolicy(js).setStartupPolicyOrder("InOrder");
              second(js).setDependsOn(List.of());
            }),
        Mistake.of(
            "in order and no jobs",
            "no such key: replicatedJobs",
            js -> {
              startupPolicy(js).setStartupPolicyOrder("InOrder");
              js.getSpec().setReplicatedJobs(null);
            }),
        Mistake.of(
            "claim in a namespace",
            ": namespace cannot be set",
            js -> claim(js).getTemplates().get(0).getMetadata().setNamespace("other")),
        Mistake.of(
            "policy without claims", "no such key: templates", js -> claim(js).setTemplates(null)),
        Mistake.of(
            "claim without metadata",
            "no such key: metadata",
            js -> claim(js).setTemplates(List.of(new PersistentVolumeClaimTemplate()))));
  }
}
