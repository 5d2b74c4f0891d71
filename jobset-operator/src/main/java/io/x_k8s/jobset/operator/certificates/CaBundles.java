package io.x_k8s.jobset.operator.certificates;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom the webhooks of a configuration object trust: the field {@code clientConfig.caBundle} of
 * each.
 */
final class CaBundles {
  private CaBundles() {}

  /**
   * Makes every webhook of a configuration trust an authority, and nobody else.
   *
   * @param configuration of either kind
   * @param caBundle PEM in base64
   * @return the changed configuration; empty if all do already
   */
  static Optional<HasMetadata> inject(HasMetadata configuration, String caBundle) {
    if (clients(configuration).allMatch(client -> caBundle.equals(client.getCaBundle()))) {
      return Optional.empty();
    }
    HasMetadata changed = copy(configuration);
    clients(changed).forEach(client -> client.setCaBundle(caBundle));
    return Optional.of(changed);
  }

  /** Whether every webhook of a configuration would accept this certificate now. */
  static boolean allTrust(HasMetadata configuration, X509Certificate certificate, Instant now) {
    return clients(configuration)
        .allMatch(
            client ->
                CertificateRules.isTrusted(certificate, authorities(client.getCaBundle()), now));
  }

  private static List<X509Certificate> authorities(String caBundle) {
    if (caBundle == null) {
      return List.of();
    }
    try {
      return Pem.certificates(
          new String(Base64.getMimeDecoder().decode(caBundle), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return List.of(); // who trusts in nothing readable trusts nobody
    }
  }

  private static HasMetadata copy(HasMetadata configuration) {
    return switch (configuration) {
      case MutatingWebhookConfiguration mutating ->
          new MutatingWebhookConfigurationBuilder(mutating).build();
      case ValidatingWebhookConfiguration validating ->
          new ValidatingWebhookConfigurationBuilder(validating).build();
      default -> throw new IllegalArgumentException(configuration.getKind() + " has no webhooks");
    };
  }

  private static Stream<WebhookClientConfig> clients(HasMetadata configuration) {
    return switch (configuration) {
      case MutatingWebhookConfiguration mutating ->
          mutating.getWebhooks().stream().map(MutatingWebhook::getClientConfig);
      case ValidatingWebhookConfiguration validating ->
          validating.getWebhooks().stream().map(ValidatingWebhook::getClientConfig);
      default -> throw new IllegalArgumentException(configuration.getKind() + " has no webhooks");
    };
  }
}
