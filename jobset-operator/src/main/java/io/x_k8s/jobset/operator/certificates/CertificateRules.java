package io.x_k8s.jobset.operator.certificates;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When certificates are good, and when it is time for new ones. Pure: equal inputs, equal answers.
 */
final class CertificateRules {
  /** How long before its end a certificate is renewed. */
  static final Duration RENEWED_BEFORE = Duration.ofDays(90);

  private static final int DNS_NAME = 2;
  private static final int IS_NO_AUTHORITY = -1;

  private CertificateRules() {}

  /** What is to be done about the content of the Secret. */
  sealed interface Finding {
    /** Nothing; it can be used as it is. */
    record Good(CertificateSecret content) implements Finding {}

    /** The server's certificate needs to be made anew, by the same authority. */
    record ServerDue(KeyedCertificate authority, String why) implements Finding {}

    /** Everything needs to be made anew. */
    record AllDue(String why) implements Finding {}
  }

  /**
   * Looks at the Secret's data.
   *
   * @param data values in base64 by key; null for none
   * @param dnsName the name that the server's certificate must be for
   */
  static Finding judge(Map<String, String> data, String dnsName, Instant now) {
    KeyedCertificate authority;
    try {
      authority = CertificateSecret.authority(data);
      checkAuthority(authority.certificate(), now);
    } catch (GeneralSecurityException e) {
      return new Finding.AllDue(e.getMessage());
    }
    try {
      KeyedCertificate server = CertificateSecret.server(data);
      checkServer(server.certificate(), authority.certificate(), dnsName, now);
      return new Finding.Good(new CertificateSecret(authority, server));
    } catch (GeneralSecurityException e) {
      return new Finding.ServerDue(authority, e.getMessage());
    }
  }

  /** Whether a client that trusts these authorities accepts the certificate now. */
  static boolean isTrusted(
      X509Certificate certificate, Collection<X509Certificate> authorities, Instant now) {
    return authorities.stream().anyMatch(anchor -> isIssuedBy(certificate, anchor, now));
  }

  private static void checkAuthority(X509Certificate certificate, Instant now)
      throws GeneralSecurityException {
    certificate.verify(certificate.getPublicKey());
    if (certificate.getBasicConstraints() == IS_NO_AUTHORITY) {
      throw new GeneralSecurityException("ca.crt is not the certificate of an authority");
    }
    checkName("ca.crt", certificate, CertificateIssuer.AUTHORITY);
    for (Instant time : List.of(now, now.plus(RENEWED_BEFORE))) {
      try {
        certificate.checkValidity(Date.from(time));
      } catch (GeneralSecurityException e) {
        throw due("ca.crt", certificate, time, e);
      }
    }
  }

  private static void checkServer(
      X509Certificate certificate, X509Certificate authority, String dnsName, Instant now)
      throws GeneralSecurityException {
    checkName("tls.crt", certificate, dnsName);
    for (Instant time : List.of(now, now.plus(RENEWED_BEFORE))) {
      try {
        verify(certificate, authority, time);
      } catch (CertPathValidatorException e) {
        throw due("tls.crt", certificate, time, e);
      }
    }
  }

  private static GeneralSecurityException due(
      String what, X509Certificate certificate, Instant time, GeneralSecurityException cause) {
    return new GeneralSecurityException(
        "%s, valid from %s to %s, does not verify at %s: %s"
            .formatted(
                what,
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                time,
                cause.getMessage()),
        cause);
  }

  private static void checkName(String what, X509Certificate certificate, String dnsName)
      throws GeneralSecurityException {
    boolean named =
        Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of()).stream()
            .anyMatch(name -> name.get(0).equals(DNS_NAME) && name.get(1).equals(dnsName));
    if (!named) {
      throw new GeneralSecurityException("%s is not for the name %s".formatted(what, dnsName));
    }
  }

  private static boolean isIssuedBy(
      X509Certificate certificate, X509Certificate authority, Instant now) {
    try {
      verify(certificate, authority, now);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void verify(X509Certificate certificate, X509Certificate authority, Instant time)
      throws GeneralSecurityException {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(time));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)),
            parameters);
  }
}
