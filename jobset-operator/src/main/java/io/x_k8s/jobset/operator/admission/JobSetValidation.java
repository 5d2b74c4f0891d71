package io.x_k8s.jobset.operator.admission;

import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.StatusDetailsBuilder;
import io.x_k8s.jobset.admission.AdmissionGates;
import io.x_k8s.jobset.admission.ExistingClaims;
import io.x_k8s.jobset.admission.FieldError;
import io.x_k8s.jobset.admission.Invalid;
import io.x_k8s.jobset.admission.Validation;
import io.x_k8s.jobset.admission.Warnings;
import io.x_k8s.jobset.operator.features.FeatureGate;
import io.x_k8s.jobset.operator.features.FeatureGates;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.Optional;

/** Refuses a new or changed JobSet that breaks a rule, and warns of what is likely a mistake. */
public final class JobSetValidation implements AdmissionHandler {
  private static final int UNPROCESSABLE = 422;

  private final AdmissionGates gates;
  private final ExistingClaims claims;

  /**
   * @param gates the operator's feature gates
   * @param claims looks up claims that a JobSet would reuse
   */
  public JobSetValidation(FeatureGates gates, ExistingClaims claims) {
    this.gates =
        new AdmissionGates(
            gates.isEnabled(FeatureGate.IN_PLACE_RESTART),
            gates.isEnabled(FeatureGate.RESTART_JOB),
            gates.isEnabled(FeatureGate.ELASTIC_JOB_SET));
    this.claims = claims;
  }

  @Override
  public Verdict review(AdmissionRequest request) {
    return switch (request.operation()) {
      case CREATE -> {
        JobSet jobSet = request.newObject().as(JobSet.class);
        yield verdict(
            request,
            Validation.create(
                jobSet, gates, (namespace, name) -> claims.find(request.namespace(), name)),
            Warnings.create(jobSet));
      }
      case UPDATE -> {
        JobSet old = request.storedObject().as(JobSet.class);
        JobSet now = request.newObject().as(JobSet.class);
        yield verdict(
            request, Validation.update(old, now, gates), Warnings.update(old, now, gates));
      }
      case DELETE, CONNECT -> Verdict.allowed();
    };
  }

  private static Verdict verdict(
      AdmissionRequest request, List<FieldError> errors, List<String> warnings) {
    if (errors.isEmpty()) {
      return new Verdict.Allowed(List.of(), warnings);
    }
    return new Verdict.Denied(
        UNPROCESSABLE,
        "Invalid",
        new Invalid(request.name(), errors).message(),
        Optional.of(details(request.name(), errors)),
        warnings);
  }

  private static StatusDetails details(String name, List<FieldError> errors) {
    return new StatusDetailsBuilder()
        .withName(name)
        .withGroup(JobSet.GROUP)
        .withKind(JobSet.KIND)
        .withCauses(
            errors.stream()
                .map(error -> new StatusCause(error.path(), error.body(), error.kind().reason()))
                .toList())
        .build();
  }
}
