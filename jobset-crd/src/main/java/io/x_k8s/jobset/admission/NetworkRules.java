package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.Network;

/** The name of the headless Service (rules C3; G5). */
final class NetworkRules {
  private static final String SUBDOMAIN = "spec.network.subdomain";
  private static final String SUBDOMAIN_TOO_LONG =
      ".spec.network.subdomain is too long, must be less than 63 characters";

  private static final String NAME_TOO_LONG =
      "must be no more than 63 characters, because the headless Service has the same name";

  private NetworkRules() {}

  static void check(Candidate candidate, Errors errors) {
    Network network = candidate.spec().getNetwork();
    String subdomain = network == null ? null : network.getSubdomain();
    if (subdomain == null || subdomain.isEmpty()) {
      return;
    }
    errors.invalid(SUBDOMAIN, subdomain, NameFormats.dns1123Subdomain(subdomain));
    errors.invalid(SUBDOMAIN, subdomain, NameFormats.dns1035(subdomain, SUBDOMAIN_TOO_LONG));
  }

  /**
   * Without a subdomain the Service is named like the JobSet. The names of Jobs, which are checked,
   * begin with it as well, but there may be none.
   */
  static void checkImplicit(Candidate candidate, Errors errors) {
    Network network = candidate.spec().getNetwork();
    if (candidate.templates().isEmpty()
        && network != null
        && Boolean.TRUE.equals(network.getEnableDNSHostnames())
        && (network.getSubdomain() == null || network.getSubdomain().isEmpty())) {
      errors.invalid(
          "metadata.name", candidate.name(), NameFormats.dns1035(candidate.name(), NAME_TOO_LONG));
    }
  }
}
