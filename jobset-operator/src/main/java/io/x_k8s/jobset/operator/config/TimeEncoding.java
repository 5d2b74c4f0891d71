package io.x_k8s.jobset.operator.config;

/** How log lines show the time: {@code --zap-time-encoding}. */
public enum TimeEncoding {
  /** Seconds since 1970 with fraction: {@code 1767225600.123456}. */
  EPOCH,
  /** Milliseconds since 1970 with fraction: {@code 1767225600123.456}. */
  MILLIS,
  /** Nanoseconds since 1970: {@code 1767225600123456000}. */
  NANO,
  /** Local time in milliseconds: {@code 2026-01-01T00:00:00.123Z}. */
  ISO8601,
  /** Local time in seconds: {@code 2026-01-01T00:00:00Z}. */
  RFC3339,
  /** Local time as exact as the clock is: {@code 2026-01-01T00:00:00.123456Z}. */
  RFC3339NANO
}
