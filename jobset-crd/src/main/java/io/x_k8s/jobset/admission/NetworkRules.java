package io.x_k8s.jobset.admission;

import io.x_k8s.jobset.v1alpha2.Network;

/** The name of the headless Service, where the user gives one (rules C3). */
final class NetworkRules {
  private static final String SUBDOMAIN = "spec.network.subdomain";
  private static final String SUBDOMAIN_TOO_LONG =
      ".spec.network.subdomain is too long, must be less than 63 characters";

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
}
