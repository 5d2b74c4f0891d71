package io.x_k8s.jobset.operator.admission;

/**
 * Decides about the requests of one {@linkplain AdmissionPath path}. Called by many threads at
 * once; may wait for an answer of the API server, but not long: the API server gives up after ten
 * seconds. It has no side effects in the cluster, so that dry runs behave alike.
 */
@FunctionalInterface
public interface AdmissionHandler {
  /**
   * Decides about one request. An {@link UndecodableObjectException} is answered with 400, any
   * other exception with 500; both refuse the request.
   */
  Verdict review(AdmissionRequest request);
}
