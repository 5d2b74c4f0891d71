package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.derived.DerivedObjects;
import java.util.List;
import java.util.Optional;

/**
 * The Service that gives Pods their DNS names (specification of the controller, section 13). One
 * that exists is left as it is; if it does not lead to our Pods, a Warning says so.
 */
final class HeadlessService {
  private HeadlessService() {}

  static void ensure(Snapshot now, PlanDraft plan) {
    var network = now.spec().getNetwork();
    if (network == null || !Boolean.TRUE.equals(network.getEnableDNSHostnames())) {
      return;
    }
    if (now.service().isEmpty()) {
      DerivedObjects.of(now.jobSet())
          .headlessService()
          .ifPresent(
              service ->
                  plan.stage(
                      List.of(new Action.CreateService(service)),
                      Optional.of("HeadlessServiceCreationFailed")));
    } else if (!leadsToUs(now, now.service().get())) {
      plan.warn(
          PlannedEvent.warning(
              "ForeignHeadlessService",
              "service \"%s\" exists but does not select the Pods of this JobSet, so their DNS names do not resolve. Delete that service, or set spec.network.subdomain to a name that is free"
                  .formatted(now.service().get().name())));
    }
  }

  private static boolean leadsToUs(Snapshot now, ServiceRecord service) {
    return service.controllerUid().equals(now.uid()) || service.selectedJobSet().equals(now.name());
  }
}
