package io.x_k8s.jobset.admission;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/**
 * The claims of the cluster, as far as validation asks for them: a claim of the name that a JobSet
 * would create may be reused only under conditions.
 */
@FunctionalInterface
public interface ExistingClaims {
  /** No claim exists, or none is known: the rules about existing claims have nothing to refuse. */
  ExistingClaims NONE = (namespace, name) -> Optional.empty();

  /**
   * Looks a claim up.
   *
   * @param namespace namespace of the JobSet
   * @param name name that the claim would have
   * @return the claim; empty when there is none
   * @throws RuntimeException when that could not be found out; the JobSet is then refused with the
   *     message of the exception
   */
  Optional<PersistentVolumeClaim> find(String namespace, String name);
}
