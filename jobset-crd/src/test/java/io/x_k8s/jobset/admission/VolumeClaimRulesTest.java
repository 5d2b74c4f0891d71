package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.jobSet;
import static io.x_k8s.jobset.admission.Given.jobs;
import static io.x_k8s.jobset.admission.Given.messages;
import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VolumeClaimRulesTest {
  private static final String SPEC =
      "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}";
  private static final String SPEC_DIFFERS =
      ": spec does not match existing PVC test-volume-js in namespace default";
  private static final String NOT_RETAINED = "retentionPolicy must be retain when PVC exists";

  @Test
  @Tag("admission:C17")
  void oneMountAnywhereIsEnough() {
    assertThat(refusals(mounting("data") + ", " + claims("Delete", "data", ""))).isEmpty();
    assertThat(refusals(Manifests.named("18").jobSet())).isEmpty();
  }

  @Test
  @Tag("admission:C18")
  void claimsHaveNamesOfTheirOwn() {
    assertThat(refusalsOf("66"))
        .containsExactly(
            "spec.volumeClaimPolicies[1].template[0].name: Invalid value: \"data\": names must be"
                + " unique for VolumeClaimPolicies template");
    assertThat(refusalsOf("67")).hasSize(1);
    assertThat(refusalsOf("68"))
        .containsExactly(
            "spec.volumeClaimPolicies[0].template[0].name: Invalid value: \""
                + "v".repeat(45)
                + "\": VolumeClaimPolicies template name is too long");
    assertThat(refusals(jobSet("j".repeat(64), mounting("v") + ", " + claims("Delete", "v", ""))))
        .anySatisfy(
            error -> assertThat(error).endsWith("VolumeClaimPolicies template name is too long"));
    assertThat(
            refusals(
                Given.parse(
                    "metadata: {generateName: "
                        + "g".repeat(49)
                        + "-}\nspec: {"
                        + mounting("datasets")
                        + ", "
                        + claims("Delete", "datasets", "")
                        + "}")))
        .containsExactly(
            "spec.volumeClaimPolicies[0].template[0].name: Invalid value: \"datasets\":"
                + " VolumeClaimPolicies template name is too long");
  }

  @Test
  @Tag("admission:C18")
  void claimsMustBeUsedAndNotClashWithVolumes() {
    assertThat(refusalsOf("69"))
        .singleElement()
        .asString()
        .startsWith(
            "spec.replicatedJobs: Invalid value: [{\"groupName\":\"default\",\"name\":\"a\",\"replicas\":1,")
        .endsWith(
            ": replicatedJob containers don't have a matching volumeMount: data from"
                + " VolumeClaimPolicies");
    assertThat(refusalsOf("70"))
        .containsExactly(
            "spec.replicatedJobs[0].template.spec.template.spec.volumes[0].name: Invalid value:"
                + " \"data\": volume name conflicts with VolumeClaimPolicy template name: data");
  }

  @Test
  void theCauseNamesAFieldThatExists() {
    JobSet jobSet = Manifests.named("invalid/67").jobSet();

    assertThat(Validation.create(jobSet, Given.NO_GATES, ExistingClaims.NONE))
        .extracting(FieldError::path)
        .containsExactly("spec.volumeClaimPolicies[0].templates[0].metadata.name");
  }

  @Test
  void aNameWithADotIsNoVolume() {
    assertThat(refusals(mounting("my.data") + ", " + claims("Delete", "my.data", "")))
        .singleElement()
        .asString()
        .startsWith(
            "spec.volumeClaimPolicies[0].templates[0].metadata.name: Invalid value: \"my.data\": a"
                + " lowercase RFC 1123 label must consist of");
  }

  @Test
  @Tag("admission:C19")
  void aRetainedClaimIsUsedAgain() {
    assertThat(refusalsWith(claim("1Gi", "ReadWriteOnce"), "Retain", SPEC)).isEmpty();
    assertThat(refusalsWith(claim("1024Mi", "ReadWriteOnce"), "Retain", SPEC)).isEmpty();
  }

  @Test
  @Tag("admission:C20")
  void aClaimThatExistsMustNotGoWithTheJobSet() {
    assertThat(refusalsWith(claim("1Gi", "ReadWriteOnce"), "Delete", SPEC))
        .containsExactly(
            "spec.volumeClaimPolicies[0].retentionPolicy.whenDeleted: Invalid value: \"Delete\": "
                + NOT_RETAINED);
  }

  @Test
  @Tag("admission:C21")
  void aClaimThatExistsMustBeWhatIsAskedFor() {
    String error =
        "spec.volumeClaimPolicies[0].template[0].spec: Invalid value:"
            + " {\"accessModes\":[\"ReadWriteOnce\"],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}}"
            + SPEC_DIFFERS;

    assertThat(refusalsWith(claim("2Gi", "ReadWriteMany"), "Retain", SPEC)).containsExactly(error);
    assertThat(refusalsWith(claim("2Gi", "ReadWriteOnce"), "Retain", SPEC)).containsExactly(error);
    assertThat(refusalsWith(claim("1Gi", "ReadWriteMany"), "Retain", SPEC)).containsExactly(error);
    assertThat(
            refusalsWith(claim("1Gi", "ReadWriteOnce"), "Retain", SPEC + ", storageClassName: ''"))
        .hasSize(1);
  }

  @Test
  @Tag("admission:C26")
  void whatTheServerFilledInIsNotCompared() {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder(claim("1Gi", "ReadWriteOnce"))
            .editSpec()
            .withVolumeMode("Filesystem")
            .withStorageClassName("standard")
            .withVolumeName("pv-1")
            .endSpec()
            .build();

    assertThat(refusalsWith(claim, "Retain", SPEC)).isEmpty();
    assertThat(refusalsWith(claim, "Retain", SPEC + ", volumeMode: Filesystem")).isEmpty();
    assertThat(refusalsWith(claim, "Retain", SPEC + ", volumeName: pv-2")).isEmpty();
    assertThat(refusalsWith(claim, "Retain", SPEC + ", volumeMode: Block")).hasSize(1);
  }

  @Test
  @Tag("admission:C27")
  void bothMayBeWrong() {
    assertThat(refusalsWith(claim("2Gi", "ReadWriteOnce"), "Delete", SPEC))
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).endsWith(SPEC_DIFFERS),
            second -> assertThat(second).endsWith(NOT_RETAINED));
  }

  @Test
  void aFailedLookupRefuses() {
    ExistingClaims unreachable =
        (namespace, name) -> {
          throw new IllegalStateException("connection refused");
        };

    assertThat(messages(validate(unreachable, "Retain", SPEC)))
        .containsExactly(
            "spec.volumeClaimPolicies[0].template[0]: Internal error: failed to check for existing"
                + " PVC test-volume-js: connection refused");
  }

  private static List<String> refusalsWith(
      PersistentVolumeClaim claim, String whenDeleted, String spec) {
    ExistingClaims claims =
        (namespace, name) ->
            namespace.equals("default") && name.equals("test-volume-js")
                ? Optional.of(claim)
                : Optional.empty();
    return messages(validate(claims, whenDeleted, spec));
  }

  private static List<FieldError> validate(ExistingClaims claims, String whenDeleted, String spec) {
    JobSet jobSet =
        jobSet(mounting("test-volume") + ", " + claims(whenDeleted, "test-volume", spec));
    return Validation.create(Defaulting.defaulted(jobSet), Given.NO_GATES, claims);
  }

  private static PersistentVolumeClaim claim(String size, String accessMode) {
    return new PersistentVolumeClaimBuilder()
        .withNewSpec()
        .withAccessModes(accessMode)
        .withNewResources()
        .addToRequests("storage", new Quantity(size))
        .endResources()
        .endSpec()
        .build();
  }

  private static String mounting(String name) {
    return jobs(
        "name: a, template: {spec: {template: {spec: {containers: [{name: main, image: busybox,"
            + " volumeMounts: [{mountPath: /d, name: "
            + name
            + "}]}]}}}}");
  }

  private static String claims(String whenDeleted, String name, String spec) {
    return "volumeClaimPolicies: [{retentionPolicy: {whenDeleted: "
        + whenDeleted
        + "}, templates: [{metadata: {name: "
        + name
        + "}, spec: {"
        + spec
        + "}}]}]";
  }
}
