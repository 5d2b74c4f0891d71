package io.x_k8s.jobset.operator.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the certificates of the internal mode: an authority that signs itself, and what it issues
 * for the admission server. RSA of 2048 bits; making a key takes some tenths of a second.
 */
final class CertificateIssuer {
  /** The authority's name, which is also its alternative name. */
  static final String AUTHORITY = "jobset-ca";

  private static final String ORGANIZATION = "jobset";
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(365);

  /** Clocks of API servers may be a little behind. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final int KEY_BITS = 2048;
  private static final int SERIAL_BITS = 127;

  private final SecureRandom random = new SecureRandom();

  /** Makes an authority. */
  KeyedCertificate newAuthority(Instant now) throws GeneralSecurityException {
    KeyPair keys = newKeys();
    X500Name name = name(AUTHORITY, ORGANIZATION);
    try {
      X509v3CertificateBuilder builder =
          builder(name, name, now, AUTHORITY_LIFE, keys.getPublic(), keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.keyUsage,
                  true,
                  new KeyUsage(
                      KeyUsage.digitalSignature | KeyUsage.keyEncipherment | KeyUsage.keyCertSign))
              .addExtension(Extension.subjectAlternativeName, false, dnsName(AUTHORITY));
      return signed(builder, keys.getPrivate(), keys.getPrivate());
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /**
   * Makes a server's certificate.
   *
   * @param authority issues it
   * @param dnsName the server's name, as its clients know it
   */
  KeyedCertificate newServer(KeyedCertificate authority, String dnsName, Instant now)
      throws GeneralSecurityException {
    KeyPair keys = newKeys();
    // The very bytes of the authority's name: verifiers compare them.
    X500Name issuer =
        X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
    try {
      X509v3CertificateBuilder builder =
          builder(
                  issuer,
                  name(dnsName, null),
                  now,
                  SERVER_LIFE,
                  keys.getPublic(),
                  authority.certificate().getPublicKey())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(
                  Extension.keyUsage,
                  true,
                  new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(Extension.subjectAlternativeName, false, dnsName(dnsName));
      return signed(builder, authority.key(), keys.getPrivate());
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer,
      X500Name subject,
      Instant now,
      Duration life,
      PublicKey key,
      PublicKey issuerKey)
      throws GeneralSecurityException, IOException {
    JcaX509ExtensionUtils keyIdentifiers = new JcaX509ExtensionUtils();
    return new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(life)),
            subject,
            key)
        // They tell authorities of the same name apart.
        .addExtension(
            Extension.subjectKeyIdentifier, false, keyIdentifiers.createSubjectKeyIdentifier(key))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            keyIdentifiers.createAuthorityKeyIdentifier(issuerKey));
  }

  private static KeyedCertificate signed(
      X509v3CertificateBuilder builder, PrivateKey issuerKey, PrivateKey key)
      throws GeneralSecurityException {
    try {
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey)));
      return new KeyedCertificate(List.of(certificate), key);
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    return generator.generateKeyPair();
  }

  private static X500Name name(String commonName, String organization) {
    X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
    if (organization != null) {
      builder.addRDN(BCStyle.O, organization);
    }
    return builder.addRDN(BCStyle.CN, commonName).build();
  }

  private static GeneralNames dnsName(String name) {
    return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
  }
}
