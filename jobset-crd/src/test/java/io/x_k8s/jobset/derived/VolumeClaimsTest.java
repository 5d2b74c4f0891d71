package io.x_k8s.jobset.derived;

import static io.x_k8s.jobset.derived.Fixtures.build;
import static io.x_k8s.jobset.derived.Fixtures.jobSet;
import static io.x_k8s.jobset.derived.Fixtures.replicatedJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplateBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicyBuilder;
import io.x_k8s.jobset.v1alpha2.VolumeClaimRetentionPolicyBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VolumeClaimsTest {
  private static final PersistentVolumeClaimSpec SPEC =
      new PersistentVolumeClaimSpecBuilder()
          .withAccessModes("ReadWriteMany")
          .withStorageClassName("fast")
          .withNewResources()
          .addToRequests("storage", new Quantity("1Gi"))
          .endResources()
          .build();

  @Test
  @Tag("controller:V-001")
  @Tag("api:A33")
  void claimsKeepWhatTheirTemplateSaysAndOnlyDeletedOnesAreOwned() {
    JobSet jobSet = withPolicies(pod(), policy("Delete", "data"), policy("Retain", "models"));

    List<PersistentVolumeClaim> claims = DerivedObjects.of(jobSet).volumeClaims();

    assertThat(claims)
        .extracting(claim -> claim.getMetadata().getName())
        .containsExactly("data-js", "models-js");
    assertThat(claims)
        .allSatisfy(
            claim -> {
              assertThat(claim.getMetadata().getNamespace()).isEqualTo("default");
              assertThat(claim.getMetadata().getLabels())
                  .isEqualTo(Map.of("tier", "gold", "jobset.sigs.k8s.io/jobset-name", "js"));
              assertThat(claim.getMetadata().getAnnotations()).isEqualTo(Map.of("note", "x"));
              assertThat(claim.getMetadata().getFinalizers()).isEmpty();
              assertThat(claim.getSpec()).isEqualTo(SPEC);
              assertThat(claim.getStatus()).isNull();
            });
    assertThat(claims.get(0).getMetadata().getOwnerReferences())
        .containsExactly(
            new OwnerReferenceBuilder()
                .withApiVersion("jobset.x-k8s.io/v1alpha2")
                .withKind("JobSet")
                .withName("js")
                .withUid("the-uid")
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build());
    assertThat(claims.get(1).getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void claimOfAPolicyWithoutRetentionPolicyHasNoOwner() {
    VolumeClaimPolicy policy = policy("Delete", "data");
    policy.setRetentionPolicy(null);

    List<PersistentVolumeClaim> claims =
        DerivedObjects.of(withPolicies(pod(), policy)).volumeClaims();

    assertThat(claims).hasSize(1);
    assertThat(claims.get(0).getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void jobSetNameLabelOfTheTemplateIsOverwritten() {
    VolumeClaimPolicy policy = policy("Delete", "data");
    policy
        .getTemplates()
        .get(0)
        .getMetadata()
        .getLabels()
        .put("jobset.sigs.k8s.io/jobset-name", "other");

    assertThat(
            DerivedObjects.of(withPolicies(pod(), policy))
                .volumeClaims()
                .get(0)
                .getMetadata()
                .getLabels())
        .containsEntry("jobset.sigs.k8s.io/jobset-name", "js");
  }

  @Test
  @Tag("controller:V-004")
  void mountedTemplateBecomesAVolume() {
    JobSet jobSet = withPolicies(pod(container("main", "data")), policy("Delete", "data"));

    assertThat(volumes(jobSet)).containsExactly(claimVolume("data", "data-js"));
  }

  @Test
  @Tag("controller:V-005")
  void templateThatIsNotMountedBecomesNoVolume() {
    JobSet jobSet = withPolicies(pod(container("main")), policy("Delete", "data"));

    assertThat(volumes(jobSet)).isEmpty();
  }

  @Test
  @Tag("controller:V-006")
  void onlyTheMountedOneOfTwoTemplatesBecomesAVolume() {
    JobSet jobSet =
        withPolicies(pod(container("main", "models")), policy("Delete", "data", "models"));

    assertThat(volumes(jobSet)).containsExactly(claimVolume("models", "models-js"));
  }

  @Test
  @Tag("controller:V-007")
  void mountsOfContainersAndInitContainersOverTwoPoliciesCount() {
    PodSpec pod = pod(container("main", "data"));
    pod.setInitContainers(List.of(container("init", "models")));
    JobSet jobSet = withPolicies(pod, policy("Delete", "data"), policy("Retain", "models"));

    assertThat(volumes(jobSet))
        .containsExactly(claimVolume("data", "data-js"), claimVolume("models", "models-js"));
  }

  @Test
  @Tag("controller:V-012")
  void volumesOfTheUserAreKept() {
    Volume own = new VolumeBuilder().withName("own").withNewEmptyDir().endEmptyDir().build();
    PodSpec pod = pod(container("main", "own", "data"));
    pod.setVolumes(List.of(own));

    assertThat(volumes(withPolicies(pod, policy("Delete", "data"))))
        .containsExactly(own, claimVolume("data", "data-js"));
  }

  @Test
  void templateMountedByTwoContainersBecomesOneVolume() {
    JobSet jobSet =
        withPolicies(
            pod(container("main", "data"), container("sidecar", "data")), policy("Delete", "data"));

    assertThat(volumes(jobSet)).containsExactly(claimVolume("data", "data-js"));
  }

  @Test
  void templateOfTwoPoliciesBecomesOneVolume() {
    JobSet jobSet =
        withPolicies(
            pod(container("main", "data")), policy("Delete", "data"), policy("Retain", "data"));

    assertThat(volumes(jobSet)).containsExactly(claimVolume("data", "data-js"));
  }

  @Test
  void mountsOfEphemeralContainersDoNotCount() {
    PodSpec pod = pod(container("main"));
    pod.setEphemeralContainers(
        List.of(
            new EphemeralContainerBuilder()
                .withName("debug")
                .addNewVolumeMount()
                .withName("data")
                .endVolumeMount()
                .build()));

    assertThat(volumes(withPolicies(pod, policy("Delete", "data")))).isEmpty();
  }

  private static List<Volume> volumes(JobSet jobSet) {
    return build(jobSet, "workers", 0).getSpec().getTemplate().getSpec().getVolumes();
  }

  private static JobSet withPolicies(PodSpec pod, VolumeClaimPolicy... policies) {
    return jobSet(
            "js",
            replicatedJob("workers", 1)
                .editTemplate()
                .editSpec()
                .editTemplate()
                .withSpec(pod)
                .endTemplate()
                .endSpec()
                .endTemplate()
                .build())
        .editSpec()
        .withVolumeClaimPolicies(policies)
        .endSpec()
        .build();
  }

  private static VolumeClaimPolicy policy(String whenDeleted, String... templates) {
    VolumeClaimPolicyBuilder policy =
        new VolumeClaimPolicyBuilder()
            .withRetentionPolicy(
                new VolumeClaimRetentionPolicyBuilder().withWhenDeleted(whenDeleted).build());
    for (String template : templates) {
      policy.addToTemplates(
          new PersistentVolumeClaimTemplateBuilder()
              .withNewMetadata()
              .withName(template)
              .addToLabels("tier", "gold")
              .addToAnnotations("note", "x")
              .addToFinalizers("example.com/ignored")
              .endMetadata()
              .withSpec(SPEC)
              .addToAdditionalProperties("status", Map.of("phase", "Bound"))
              .build());
    }
    return policy.build();
  }

  private static PodSpec pod(Container... containers) {
    return new PodSpecBuilder().withContainers(containers).build();
  }

  private static Container container(String name, String... mounts) {
    ContainerBuilder container = new ContainerBuilder().withName(name);
    for (String mount : mounts) {
      container.addNewVolumeMount().withName(mount).withMountPath("/" + mount).endVolumeMount();
    }
    return container.build();
  }

  private static Volume claimVolume(String name, String claim) {
    return new VolumeBuilder()
        .withName(name)
        .withNewPersistentVolumeClaim()
        .withClaimName(claim)
        .endPersistentVolumeClaim()
        .build();
  }
}
