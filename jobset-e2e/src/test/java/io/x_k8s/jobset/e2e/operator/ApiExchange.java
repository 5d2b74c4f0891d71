package io.x_k8s.jobset.e2e.operator;

/**
 * A request and its answer, as the proxy saw them.
 *
 * @param request what the operator asked
 * @param code HTTP status of the answer; 0 when the operator got none
 * @param beganAt when it arrived, in nanoseconds of {@link System#nanoTime}
 * @param endedAt when it was answered
 */
record ApiExchange(ApiRequest request, int code, long beganAt, long endedAt) {}
