package io.x_k8s.jobset.operator.config;

import java.util.Optional;

/**
 * The probes: {@code health} of the configuration file.
 *
 * @param healthProbeBindAddress where they are served, {@code :8081} by default. Only {@code "0"}
 *     switches them off; an empty text in the file means the default
 * @param readinessEndpointName path of the readiness probe, if set
 * @param livenessEndpointName path of the liveness probe, if set
 */
public record HealthConfiguration(
    BindAddress healthProbeBindAddress,
    Optional<String> readinessEndpointName,
    Optional<String> livenessEndpointName) {
  static final HealthConfiguration DEFAULTS =
      new HealthConfiguration(new BindAddress("", 8081), Optional.empty(), Optional.empty());

  /** The readiness path, starting with a slash; {@code /readyz} by default. */
  public String readinessPath() {
    return path(readinessEndpointName.orElse("readyz"));
  }

  /** The liveness path, starting with a slash; {@code /healthz} by default. */
  public String livenessPath() {
    return path(livenessEndpointName.orElse("healthz"));
  }

  /** The same, served elsewhere. */
  HealthConfiguration withHealthProbeBindAddress(BindAddress address) {
    return new HealthConfiguration(address, readinessEndpointName, livenessEndpointName);
  }

  static HealthConfiguration read(ObjectReader object) {
    return new HealthConfiguration(
        object
            .parsed("healthProbeBindAddress", BindAddress::parse)
            .orElse(DEFAULTS.healthProbeBindAddress),
        object.nonEmptyText("readinessEndpointName"),
        object.nonEmptyText("livenessEndpointName"));
  }

  void write(ObjectWriter object) {
    object
        .field("healthProbeBindAddress", healthProbeBindAddress, DEFAULTS.healthProbeBindAddress)
        .field("readinessEndpointName", readinessEndpointName, DEFAULTS.readinessEndpointName)
        .field("livenessEndpointName", livenessEndpointName, DEFAULTS.livenessEndpointName);
  }

  void validate(Problems problems) {
    if (readinessPath().equals(livenessPath())) {
      problems.addInvalid(
          "health.readinessEndpointName", readinessPath(), "must differ from livenessEndpointName");
    }
  }

  private static String path(String name) {
    return name.startsWith("/") ? name : "/" + name;
  }
}
