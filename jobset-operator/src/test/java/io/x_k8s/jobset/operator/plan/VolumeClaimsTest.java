package io.x_k8s.jobset.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplateBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VolumeClaimsTest {

  @Test
  @Tag("controller:V-001")
  void missingClaimsAreMadeFromTheirTemplates() {
    PlannedPass pass = Scene.of(withClaims()).plan();

    List<Action.CreateClaim> claims = pass.actions(Action.CreateClaim.class);
    assertThat(claims)
        .extracting(create -> create.claim().getMetadata().getName())
        .containsExactly("data-test-js", "model-test-js");
    assertThat(claims.get(0).claim().getMetadata().getOwnerReferences()).hasSize(1);
    assertThat(claims.get(1).claim().getMetadata().getOwnerReferences()).isEmpty();
    assertThat(claims.get(0).claim().getMetadata().getLabels())
        .containsEntry("mine", "data")
        .containsEntry("jobset.sigs.k8s.io/jobset-name", "test-js");
    assertThat(claims.get(0).claim().getMetadata().getAnnotations()).containsEntry("note", "data");
    assertThat(claims.get(0).claim().getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
  }

  @Test
  void claimsAreMadeBeforeTheJobsAndAFailureIsReported() {
    Plan plan = Scene.of(withClaims()).plan().plan();

    assertThat(plan.stages().getFirst().actions()).hasOnlyElementsOfType(Action.CreateClaim.class);
    assertThat(plan.stages().getFirst().failureReason()).contains("PVCCreationFailed");
    assertThat(plan.stages().get(1).actions()).hasOnlyElementsOfType(Action.CreateJob.class);
  }

  @Test
  @Tag("controller:V-002")
  void aClaimThatExistsIsUsedAsItIs() {
    PlannedPass pass =
        Scene.of(withClaims()).withClaim("data-test-js").withClaim("model-test-js").plan();

    assertThat(pass.actions(Action.CreateClaim.class)).isEmpty();
    assertThat(pass.events()).isEmpty();
  }

  @Test
  void aSuspendedJobSetHasItsClaims() {
    assertThat(
            Scene.of(withClaims().editSpec().withSuspend(true).endSpec())
                .plan()
                .actions(Action.CreateClaim.class))
        .hasSize(2);
  }

  private static JobSetBuilder withClaims() {
    return JobSets.f1()
        .editSpec()
        .addNewVolumeClaimPolicy()
        .withTemplates(template("data"))
        .withNewRetentionPolicy()
        .withWhenDeleted("Delete")
        .endRetentionPolicy()
        .endVolumeClaimPolicy()
        .addNewVolumeClaimPolicy()
        .withTemplates(template("model"))
        .withNewRetentionPolicy()
        .withWhenDeleted("Retain")
        .endRetentionPolicy()
        .endVolumeClaimPolicy()
        .endSpec();
  }

  private static PersistentVolumeClaimTemplate template(String name) {
    return new PersistentVolumeClaimTemplateBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("mine", name)
        .addToAnnotations("note", name)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .endSpec()
        .build();
  }
}
