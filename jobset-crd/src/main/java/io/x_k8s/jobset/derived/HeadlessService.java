package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.Network;
import java.util.Optional;

/** The Service behind the Pods' DNS names (specification of the controller, section 13). */
final class HeadlessService {
  private HeadlessService() {}

  static boolean isWanted(JobSet jobSet) {
    Network network = Parent.specOf(jobSet).getNetwork();
    return network != null && Boolean.TRUE.equals(network.getEnableDNSHostnames());
  }

  static Optional<Service> of(JobSet jobSet) {
    if (!isWanted(jobSet)) {
      return Optional.empty();
    }
    Parent parent = Parent.of(jobSet);
    Boolean publishNotReady = jobSet.getSpec().getNetwork().getPublishNotReadyAddresses();
    return Optional.of(
        new ServiceBuilder()
            .withNewMetadata()
            .withNamespace(parent.namespace())
            .withName(JobSetNames.subdomain(jobSet))
            .withOwnerReferences(parent.asController())
            .endMetadata()
            .withNewSpec()
            .withClusterIP("None")
            .addToSelector(JobSetLabels.JOBSET_NAME, parent.name())
            .withPublishNotReadyAddresses(!Boolean.FALSE.equals(publishNotReady))
            .endSpec()
            .build());
  }
}
