package io.x_k8s.jobset.operator.config;

/**
 * How fast the operator may call the API server: {@code clientConnection} of the configuration
 * file.
 *
 * @param qps requests per second in the long run, 500 by default; negative for no limit
 * @param burst requests that may go out at once, 500 by default; not looked at without a limit
 */
public record ClientConnection(double qps, int burst) {
  static final ClientConnection DEFAULTS = new ClientConnection(500, 500);

  /** Whether requests are limited at all. */
  public boolean isLimited() {
    return qps >= 0;
  }

  /** The same, with another long-run limit. */
  ClientConnection withQps(double qps) {
    return new ClientConnection(qps, burst);
  }

  /** The same, with another burst. */
  ClientConnection withBurst(int burst) {
    return new ClientConnection(qps, burst);
  }

  static ClientConnection read(ObjectReader object) {
    return new ClientConnection(
        object.decimal("qps").orElse(DEFAULTS.qps), object.integer("burst").orElse(DEFAULTS.burst));
  }

  void write(ObjectWriter object) {
    object.field("qps", shown(), DEFAULTS.shown()).field("burst", burst, DEFAULTS.burst);
  }

  void validate(Problems problems) {
    if (qps == 0) {
      problems.addInvalid(
          "clientConnection.qps", shown(), "must be more than 0, or negative for no limit");
    }
    if (isLimited() && burst < 1) {
      problems.addInvalid("clientConnection.burst", burst, "must be at least 1");
    }
  }

  private Number shown() {
    boolean isWhole = qps == Math.rint(qps) && Math.abs(qps) < Long.MAX_VALUE;
    return isWhole ? (Number) (long) qps : (Number) qps;
  }
}
