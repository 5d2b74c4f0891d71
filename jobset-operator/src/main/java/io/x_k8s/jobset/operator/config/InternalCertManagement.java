package io.x_k8s.jobset.operator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who makes the admission server's certificate: {@code internalCertManagement} of the configuration
 * file.
 *
 * @param enable whether the operator makes it itself; true by default
 * @param webhookServiceName Service of the admission server; {@code jobset-webhook-service} by
 *     default if enabled, else unset and not looked at
 * @param webhookSecretName Secret for the certificate; {@code jobset-webhook-server-cert} by
 *     default if enabled, else unset and not looked at
 */
public record InternalCertManagement(
    boolean enable, Optional<String> webhookServiceName, Optional<String> webhookSecretName) {
  private static final String DEFAULT_SERVICE = "jobset-webhook-service";
  private static final String DEFAULT_SECRET = "jobset-webhook-server-cert";

  static final InternalCertManagement DEFAULTS = byDefault(true);

  private static final int MAX_LABEL = 63;
  private static final int MAX_SUBDOMAIN = 253;
  private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final String NOT_A_LABEL =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
          + " 'abc-123', regex used for validation is '"
          + LABEL
          + "')";
  private static final String NOT_A_SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + SUBDOMAIN
          + "')";

  private static InternalCertManagement byDefault(boolean enable) {
    return new InternalCertManagement(
        enable,
        Optional.of(DEFAULT_SERVICE).filter(name -> enable),
        Optional.of(DEFAULT_SECRET).filter(name -> enable));
  }

  static InternalCertManagement read(ObjectReader object) {
    InternalCertManagement defaults = byDefault(object.bool("enable").orElse(DEFAULTS.enable));
    return new InternalCertManagement(
        defaults.enable,
        object.text("webhookServiceName").or(defaults::webhookServiceName),
        object.text("webhookSecretName").or(defaults::webhookSecretName));
  }

  void write(ObjectWriter object) {
    InternalCertManagement defaults = byDefault(enable);
    object
        .field("enable", enable, DEFAULTS.enable)
        .field("webhookServiceName", webhookServiceName, defaults.webhookServiceName)
        .field("webhookSecretName", webhookSecretName, defaults.webhookSecretName);
  }

  void validate(Problems problems) {
    if (!enable) {
      return;
    }
    String path = "internalCertManagement.";
    webhookServiceName.ifPresent(
        name ->
            validate(path + "webhookServiceName", name, LABEL, MAX_LABEL, NOT_A_LABEL, problems));
    webhookSecretName.ifPresent(
        name ->
            validate(
                path + "webhookSecretName",
                name,
                SUBDOMAIN,
                MAX_SUBDOMAIN,
                NOT_A_SUBDOMAIN,
                problems));
  }

  private static void validate(
      String path,
      String name,
      Pattern form,
      int maxLength,
      String formProblem,
      Problems problems) {
    List<String> wrong = new ArrayList<>();
    if (name.length() > maxLength) {
      wrong.add("must be no more than " + maxLength + " characters");
    }
    if (!form.matcher(name).matches()) {
      wrong.add(formProblem);
    }
    if (!wrong.isEmpty()) {
      problems.addInvalid(path, name, String.join(",", wrong));
    }
  }
}
