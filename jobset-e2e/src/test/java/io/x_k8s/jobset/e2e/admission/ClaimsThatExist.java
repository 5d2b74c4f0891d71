package io.x_k8s.jobset.e2e.admission;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.x_k8s.jobset.admission.ExistingClaims;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;

/** For each of the usual names of a JobSet there is one claim that it could use. */
final class ClaimsThatExist {
  private ClaimsThatExist() {}

  static ExistingClaims of(JobSet jobSet) {
    List<PersistentVolumeClaim> claims = in(jobSet.getMetadata().getNamespace());
    return (namespace, name) ->
        claims.stream().filter(claim -> claim.getMetadata().getName().equals(name)).findFirst();
  }

  /** All those of a namespace, to be created. */
  static List<PersistentVolumeClaim> in(String namespace) {
    return RandomJobSets.JOB_SETS.stream().map(jobSet -> claim(namespace, jobSet)).toList();
  }

  private static PersistentVolumeClaim claim(String namespace, String jobSet) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
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
