package io.x_k8s.jobset.operator.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates for servers of tests, all by one authority, and clients who trust it. */
public final class TestCertificates {
  private final CertificateIssuer issuer = new CertificateIssuer();
  private final KeyedCertificate authority;
  private final String dnsName;

  /**
   * @param dnsName what clients call the server
   */
  public TestCertificates(String dnsName) {
    this.dnsName = dnsName;
    try {
      this.authority = issuer.newAuthority(Instant.now());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a new certificate. */
  KeyedCertificate server() {
    try {
      return issuer.newServer(authority, dnsName, Instant.now());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server's TLS with a new certificate. */
  public SSLContext serverContext() {
    ServingCertificate serving = new ServingCertificate();
    serving.replace(server());
    return serving.context();
  }

  /** A client's TLS; each has a session cache of its own. */
  public SSLContext clientContext() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", authority.certificate());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
