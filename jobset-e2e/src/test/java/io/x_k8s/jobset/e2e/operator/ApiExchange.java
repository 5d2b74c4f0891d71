package io.x_k8s.jobset.e2e.operator;

/**
 * A request and its answer, as the proxy saw them.
 *
 * @param request what the operator asked
 * @param code HTTP status of the answer; 0 when the operator got none
 * @param served HTTP status that the API server answered with; 0 when the request did not reach it
 * @param beganAt when it arrived, in nanoseconds of {@link System#nanoTime}
 * @param endedAt when it was answered
 */
record ApiExchange(ApiRequest request, int code, int served, long beganAt, long endedAt) {

  /** Whether the API server has done it, whatever the operator heard of it. */
  boolean isDone() {
    return served >= 200 && served < 300;
  }
}
