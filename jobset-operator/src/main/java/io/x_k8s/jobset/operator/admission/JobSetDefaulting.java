package io.x_k8s.jobset.operator.admission;

import io.x_k8s.jobset.admission.Defaulting;
import io.x_k8s.jobset.operator.admission.AdmissionRequest.Operation;
import io.x_k8s.jobset.v1alpha2.JobSet;

/** Fills in what a new JobSet leaves out, and touches nothing else of it. */
public final class JobSetDefaulting implements AdmissionHandler {
  /**
   * {@inheritDoc}
   *
   * <p>What cannot be decoded goes on unchanged: the schema comes next, refuses it, and says where
   * it is wrong.
   */
  @Override
  public Verdict review(AdmissionRequest request) {
    if (request.operation() != Operation.CREATE) {
      return Verdict.allowed();
    }
    JobSet jobSet;
    try {
      jobSet = request.newObject().as(JobSet.class);
    } catch (UndecodableObjectException e) {
      return Verdict.allowed();
    }
    return Verdict.allowed(
        Defaulting.additions(jobSet).stream()
            .map(addition -> PatchOperation.add(addition.pointer(), addition.value()))
            .toList());
  }
}
