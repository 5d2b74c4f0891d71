package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplateBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicyBuilder;
import io.x_k8s.jobset.v1alpha2.WhenDeleted;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class VolumeClaimsIT {

  @Test
  @Tag("controller:V-008")
  @Tag("controller:V-009")
  void claimsBelongToTheirJobSetOrOutliveIt(TestNamespace namespace) {
    JobSet jobSet =
        namespace.create(
            f1(claims("kept", WhenDeleted.RETAIN).andThen(claims("scratch", WhenDeleted.DELETE))));
    eventually(
        () -> assertThat(namespace.claims()).containsOnlyKeys("kept-test-js", "scratch-test-js"));
    assertThat(namespace.claims().get("kept-test-js").getMetadata().getOwnerReferences()).isEmpty();
    assertThat(namespace.claims().get("scratch-test-js").getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(jobSet.getMetadata().getUid()));
    namespace.jobController().complete(ALL_JOBS);
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).isCompleted());
    assertThat(namespace.claims()).hasSize(2);

    namespace.jobSets(NAME).delete();
    namespace.create(
        named(
            "second",
            claims("kept", WhenDeleted.RETAIN)
                .andThen(spec -> spec.withReplicatedJobs(replicatedJob("w", 1).build()))));

    eventually(() -> assertThat(namespace.claims()).containsKeys("kept-second", "kept-test-js"));
    namespace.jobController().complete("second-w-0");
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet("second")).isCompleted());
  }

  @Test
  @Tag("controller:V-010")
  void suspendedJobSetHasItsClaim(TestNamespace namespace) {
    namespace.create(f1(claims("data").andThen(spec -> spec.withSuspend(true))));

    eventually(() -> assertThat(namespace.claims()).containsOnlyKeys("data-test-js"));
  }

  /** Section 24, no. 13. */
  @Test
  void claimIsAskedForOnce(TestNamespace namespace) {
    namespace.create(f1(claims("data")));
    namespace.jobController().active(ALL_JOBS);
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));

    assertThat(namespace.proxy().requests(request -> request.isCreateOf("persistentvolumeclaims")))
        .hasSize(1);
  }

  @Test
  void claimThatExistsIsUsedAndAskedForOnce(TestNamespace namespace) {
    namespace.client().resource(claim("data-test-js")).inNamespace(namespace.name()).create();
    namespace.create(f1(claims("data")));
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1"));

    assertThat(namespace.proxy().requests(request -> request.isCreateOf("persistentvolumeclaims")))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(namespace.events()).isEmpty();
  }

  /** Adds a claim that goes with its JobSet. */
  static Consumer<JobSetSpecBuilder> claims(String template) {
    return claims(template, WhenDeleted.DELETE);
  }

  private static Consumer<JobSetSpecBuilder> claims(String template, String whenDeleted) {
    return spec ->
        spec.addToVolumeClaimPolicies(
            new VolumeClaimPolicyBuilder()
                .withTemplates(
                    new PersistentVolumeClaimTemplateBuilder()
                        .withNewMetadata()
                        .withName(template)
                        .endMetadata()
                        .withSpec(claim(template).getSpec())
                        .build())
                .withNewRetentionPolicy()
                .withWhenDeleted(whenDeleted)
                .endRetentionPolicy()
                .build());
  }

  private static PersistentVolumeClaim claim(String name) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .withRequests(Map.of("storage", new Quantity("1Gi")))
        .endResources()
        .endSpec()
        .build();
  }
}
