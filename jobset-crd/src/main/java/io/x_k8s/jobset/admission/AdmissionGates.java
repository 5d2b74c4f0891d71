package io.x_k8s.jobset.admission;

/**
 * The feature gates of the operator that decide what is admitted. All are off unless the operator's
 * configuration switches them on.
 *
 * @param inPlaceRestart restart strategy {@code InPlaceRestart} may be used, under extra rules
 * @param restartJob actions {@code RestartJob} and {@code RestartJobAndIgnoreMaxRestarts} may be
 *     used, with at most 1024 replicas
 * @param elasticJobSet {@code parallelism} and {@code completions} of Indexed Jobs may be changed
 */
public record AdmissionGates(boolean inPlaceRestart, boolean restartJob, boolean elasticJobSet) {
  /** The gates of an operator that is not configured otherwise: all off. */
  public static final AdmissionGates DEFAULT = new AdmissionGates(false, false, false);
}
