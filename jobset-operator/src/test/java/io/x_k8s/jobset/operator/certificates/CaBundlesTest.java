package io.x_k8s.jobset.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.x_k8s.jobset.operator.admission.WebhookConfigurations;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CaBundlesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final WebhookConfigurations configurations = new WebhookConfigurations("ns", "s", 443);

  @Test
  void everyWebhookGetsTheBundleInACopy() {
    MutatingWebhookConfiguration before = configurations.mutating();
    before.getWebhooks().get(0).getClientConfig().setCaBundle("old");

    HasMetadata after = CaBundles.inject(before, "new").orElseThrow();

    assertThat(((MutatingWebhookConfiguration) after).getWebhooks())
        .hasSize(3)
        .allMatch(webhook -> webhook.getClientConfig().getCaBundle().equals("new"));
    assertThat(before.getWebhooks().get(0).getClientConfig().getCaBundle()).isEqualTo("old");
    assertThat(CaBundles.inject(after, "new")).isEmpty();
  }

  @Test
  void oneWebhookThatTrustsSomebodyElseIsEnough() throws GeneralSecurityException {
    CertificateIssuer issuer = new CertificateIssuer();
    KeyedCertificate authority = issuer.newAuthority(NOW);
    CertificateSecret secret =
        new CertificateSecret(authority, issuer.newServer(authority, "s.ns.svc", NOW));
    ValidatingWebhookConfiguration injected =
        (ValidatingWebhookConfiguration)
            CaBundles.inject(configurations.validating(), secret.caBundle()).orElseThrow();

    assertThat(trusts(configurations.validating(), secret, NOW)).isFalse();
    assertThat(trusts(injected, secret, NOW)).isTrue();
    assertThat(trusts(injected, secret, NOW.plus(Duration.ofDays(366)))).isFalse();

    injected.getWebhooks().get(1).getClientConfig().setCaBundle(base64("garbage"));
    assertThat(trusts(injected, secret, NOW)).isFalse();

    String other = Pem.write(issuer.newAuthority(NOW).certificate());
    injected.getWebhooks().get(1).getClientConfig().setCaBundle(base64(other));
    assertThat(trusts(injected, secret, NOW)).isFalse();

    String both = other + Pem.write(authority.certificate());
    injected.getWebhooks().get(1).getClientConfig().setCaBundle(base64(both));
    assertThat(trusts(injected, secret, NOW)).isTrue();
  }

  private static boolean trusts(
      ValidatingWebhookConfiguration configuration, CertificateSecret secret, Instant now) {
    return CaBundles.allTrust(configuration, secret.server().certificate(), now);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes());
  }
}
