package io.x_k8s.jobset.e2e.admission;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.x_k8s.jobset.admission.ExistingClaims;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.Optional;

/** For every JobSet there is one claim that it could use. */
final class ClaimsThatExist {
  private ClaimsThatExist() {}

  static ExistingClaims of(JobSet jobSet) {
    PersistentVolumeClaim claim = claim(jobSet.getMetadata().getName());
    return (namespace, name) ->
        Optional.of(claim).filter(exists -> exists.getMetadata().getName().equals(name));
  }

  static PersistentVolumeClaim claim(String jobSet) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName(WebhookMistakes.TAKEN + "-" + jobSet)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity("1Gi"))
        .endResources()
        .endSpec()
        .build();
  }
}
