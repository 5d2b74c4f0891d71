package io.x_k8s.jobset.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.x_k8s.jobset.operator.certificates.CertificateRules.Finding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRulesTest {
  private static final String NAME = "jobset-webhook-service.jobset-system.svc";
  private static final Instant MADE = Instant.parse("2026-11-24T12:00:00Z");
  private static final CertificateIssuer ISSUER = new CertificateIssuer();

  private static KeyedCertificate authority;
  private static CertificateSecret good;

  @BeforeAll
  static void makeOnce() throws GeneralSecurityException {
    authority = ISSUER.newAuthority(MADE);
    good = new CertificateSecret(authority, ISSUER.newServer(authority, NAME, MADE));
  }

  @Test
  @Tag("admission:K1")
  void certificatesAreAsSpecified() throws GeneralSecurityException {
    X509Certificate ca = authority.certificate();
    assertThat(ca.getSubjectX500Principal().getName()).isEqualTo("CN=jobset-ca,O=jobset");
    assertThat(ca.getBasicConstraints()).isNotEqualTo(-1);
    assertThat(ca.getSubjectAlternativeNames()).containsExactly(List.of(2, "jobset-ca"));
    assertThat(usages(ca.getKeyUsage())).isEqualTo("digitalSignature keyEncipherment keyCertSign");
    assertThat(ca.getNotBefore().toInstant()).isEqualTo(MADE.minus(Duration.ofHours(1)));
    assertThat(ca.getNotAfter().toInstant()).isEqualTo(MADE.plus(Duration.ofDays(3650)));

    X509Certificate server = good.server().certificate();
    assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=" + NAME);
    assertThat(server.getSubjectAlternativeNames()).containsExactly(List.of(2, NAME));
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(server.getNotBefore().toInstant()).isEqualTo(MADE.minus(Duration.ofHours(1)));
    assertThat(server.getNotAfter().toInstant()).isEqualTo(MADE.plus(Duration.ofDays(365)));
    assertThat(CertificateRules.isTrusted(server, Set.of(ca), MADE)).isTrue();
  }

  @Test
  void secretHoldsFourPemTexts() throws GeneralSecurityException {
    assertThat(good.data()).containsOnlyKeys("ca.crt", "ca.key", "tls.crt", "tls.key");
    assertThat(text(good.data(), "ca.crt")).startsWith("-----BEGIN CERTIFICATE-----\n");
    assertThat(text(good.data(), "ca.key")).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
    assertThat(text(good.data(), "tls.key")).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
  }

  @Test
  @Tag("admission:K2")
  void goodSecretIsLeftAlone() throws GeneralSecurityException {
    assertThat(judge(good.data(), MADE))
        .isInstanceOfSatisfying(
            Finding.Good.class,
            found -> {
              assertThat(found.content().authority().certificate())
                  .isEqualTo(authority.certificate());
              assertThat(found.content().server().key()).isEqualTo(good.server().key());
            });
  }

  @ParameterizedTest
  @Tag("admission:K3")
  @CsvSource({"89, AllDue", "91, Good"})
  void authorityIsRenewedNinetyDaysBeforeItsEnd(int daysLeft, String finding)
      throws GeneralSecurityException {
    Instant now = MADE.plus(Duration.ofDays(3650 - daysLeft));
    CertificateSecret secret =
        new CertificateSecret(authority, ISSUER.newServer(authority, NAME, now));

    assertThat(judge(secret.data(), now))
        .extracting(value -> value.getClass().getSimpleName())
        .isEqualTo(finding);
  }

  @ParameterizedTest
  @Tag("admission:K4")
  @Tag("operations:OP-20")
  @CsvSource({"89, ServerDue", "91, Good"})
  void serverAloneIsRenewedNinetyDaysBeforeItsEnd(int daysLeft, String finding)
      throws GeneralSecurityException {
    Instant now = MADE.plus(Duration.ofDays(365 - daysLeft));

    Finding found = judge(good.data(), now);

    assertThat(found).extracting(value -> value.getClass().getSimpleName()).isEqualTo(finding);
    if (found instanceof Finding.ServerDue due) {
      assertThat(due.authority().certificate()).isEqualTo(authority.certificate());
      assertThat(due.why()).contains("tls.crt", "2027-11-24T12:00:00Z");
    }
  }

  @Test
  @Tag("admission:K5")
  void keyOfAnotherCertificateIsReplaced() throws GeneralSecurityException {
    KeyedCertificate other = ISSUER.newServer(authority, NAME, MADE);

    assertThat(judge(with("tls.key", Pem.write(other.key())), MADE))
        .isInstanceOfSatisfying(
            Finding.ServerDue.class,
            due -> assertThat(due.why()).contains("tls.key", "not that of the certificate"));
    assertThat(judge(with("ca.key", Pem.write(other.key())), MADE))
        .isInstanceOf(Finding.AllDue.class);
  }

  @Test
  @Tag("admission:K5")
  void wrongNameIsReplaced() throws GeneralSecurityException {
    KeyedCertificate elsewhere = ISSUER.newServer(authority, "other.ns.svc", MADE);

    assertThat(judge(new CertificateSecret(authority, elsewhere).data(), MADE))
        .isInstanceOfSatisfying(
            Finding.ServerDue.class, due -> assertThat(due.why()).contains(NAME));
    assertThat(judge(new CertificateSecret(elsewhere, good.server()).data(), MADE))
        .isInstanceOf(Finding.AllDue.class);
  }

  @Test
  @Tag("admission:K5")
  void serverOfAnotherAuthorityOfTheSameNameIsReplaced() throws GeneralSecurityException {
    KeyedCertificate other = ISSUER.newAuthority(MADE);

    assertThat(judge(new CertificateSecret(other, good.server()).data(), MADE))
        .isInstanceOf(Finding.ServerDue.class);
  }

  @ParameterizedTest
  @Tag("admission:K5")
  @ValueSource(
      strings = {"", "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"})
  void garbageIsReplaced(String text) throws GeneralSecurityException {
    assertThat(judge(with("tls.crt", text), MADE)).isInstanceOf(Finding.ServerDue.class);
    assertThat(judge(with("tls.key", text), MADE)).isInstanceOf(Finding.ServerDue.class);
    assertThat(judge(with("ca.crt", text), MADE)).isInstanceOf(Finding.AllDue.class);
    assertThat(judge(with("ca.key", text), MADE)).isInstanceOf(Finding.AllDue.class);
  }

  @Test
  @Tag("admission:K1")
  void emptySecretIsFilled() {
    assertThat(judge(Map.of(), MADE)).isInstanceOf(Finding.AllDue.class);
    assertThat(judge(null, MADE)).isInstanceOf(Finding.AllDue.class);
  }

  @Test
  void certificateThatIsNotValidYetIsReplaced() throws GeneralSecurityException {
    assertThat(judge(good.data(), MADE.minus(Duration.ofDays(1))))
        .isInstanceOf(Finding.AllDue.class);
  }

  private static Finding judge(Map<String, String> data, Instant now) {
    return CertificateRules.judge(data, NAME, now);
  }

  private static Map<String, String> with(String key, String text) throws GeneralSecurityException {
    Map<String, String> data = new HashMap<>(good.data());
    data.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    return data;
  }

  private static String text(Map<String, String> data, String key) {
    return new String(Base64.getDecoder().decode(data.get(key)), StandardCharsets.UTF_8);
  }

  private static String usages(boolean[] usage) {
    String[] names = {
      "digitalSignature",
      "nonRepudiation",
      "keyEncipherment",
      "dataEncipherment",
      "keyAgreement",
      "keyCertSign"
    };
    StringBuilder set = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      set.append(usage[i] ? " " + names[i] : "");
    }
    return set.toString().strip();
  }
}
