package io.x_k8s.jobset.operator.features;

import java.util.Arrays;
import java.util.Optional;

/**
 * A feature of the operator that the configuration file can switch on or off under {@code
 * featureGates}. The names, stages and defaults are those of the JobSet API contract, so that a
 * configuration file written for the original controller means the same here.
 */
public enum FeatureGate {
  /** Restart strategy {@code InPlaceRestart}: containers restart, Pods stay. Alpha, off. */
  IN_PLACE_RESTART("InPlaceRestart", Stage.ALPHA, false),
  /**
   * Failure policy actions that restart single Jobs: {@code RestartJob} and {@code
   * RestartJobAndIgnoreMaxRestarts}. Alpha, off.
   */
  RESTART_JOB("RestartJob", Stage.ALPHA, false),
  /** {@code parallelism} and {@code completions} may change while a JobSet runs. Alpha, off. */
  ELASTIC_JOB_SET("ElasticJobSet", Stage.ALPHA, false),
  /** The {@code tls} section of the configuration file. Generally available: on for good. */
  TLS_OPTIONS("TLSOptions", Stage.GA, true);

  /** How mature a feature is. */
  public enum Stage {
    /** May change or go away; off unless asked for. */
    ALPHA,
    /** Settled, but may still be switched off. */
    BETA,
    /** Generally available: locked to its default. */
    GA
  }

  private final String key;
  private final Stage stage;
  private final boolean enabledByDefault;

  FeatureGate(String key, Stage stage, boolean enabledByDefault) {
    this.key = key;
    this.stage = stage;
    this.enabledByDefault = enabledByDefault;
  }

  /** The gate that the configuration file calls {@code key}, for example {@code RestartJob}. */
  public static Optional<FeatureGate> ofKey(String key) {
    return Arrays.stream(values()).filter(gate -> gate.key.equals(key)).findFirst();
  }

  /** The name used in the configuration file, for example {@code RestartJob}. */
  public String key() {
    return key;
  }

  /** How mature the feature is. */
  public Stage stage() {
    return stage;
  }

  /** Whether the feature is on when nobody says otherwise. */
  public boolean isEnabledByDefault() {
    return enabledByDefault;
  }

  /** Whether the gate can no longer be moved from its default. */
  public boolean isLocked() {
    return stage == Stage.GA;
  }
}
