package io.x_k8s.jobset.admission;

import java.util.regex.Pattern;

/** The controller that a JobSet is left to: {@code <domain>/<path>} (rules C4). */
final class ManagedByRules {
  private static final String PATH = "spec.managedBy";
  private static final String PATH_REGEX = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
  private static final Pattern IS_PATH = Pattern.compile(PATH_REGEX);

  private ManagedByRules() {}

  static void check(Candidate candidate, Errors errors) {
    String managedBy = candidate.spec().getManagedBy();
    if (managedBy == null) {
      return;
    }
    if (managedBy.isEmpty()) {
      errors.add(FieldError.of(PATH, FieldError.Kind.REQUIRED, ""));
    } else {
      checkParts(managedBy, errors);
    }
    if (NameFormats.bytes(managedBy) > NameFormats.MAX_LABEL_BYTES) {
      errors.add(
          FieldError.of(
              PATH,
              FieldError.Kind.TOO_LONG,
              "may not be more than " + NameFormats.MAX_LABEL_BYTES + " bytes"));
    }
  }

  private static void checkParts(String managedBy, Errors errors) {
    int slash = managedBy.indexOf('/');
    if (slash <= 0 || slash == managedBy.length() - 1) {
      errors.invalid(PATH, managedBy, "must be a domain-prefixed path (such as \"acme.io/foo\")");
      return;
    }
    String domain = managedBy.substring(0, slash);
    String path = managedBy.substring(slash + 1);
    errors.invalid(PATH, domain, NameFormats.dns1123Subdomain(domain));
    if (!IS_PATH.matcher(path).matches()) {
      errors.invalid(
          PATH, path, "Invalid path (regex used for validation is '" + PATH_REGEX + "')");
    }
  }
}
