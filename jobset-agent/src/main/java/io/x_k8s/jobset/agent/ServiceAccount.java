package io.x_k8s.jobset.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Who the Pod is to the API server, and whom it trusts. The kubelet renews the files while the Pod
 * runs, so they are read whenever they are needed.
 */
final class ServiceAccount {
  private final Path folder;
  private byte[] trusted = {};
  private SSLSocketFactory sockets;

  ServiceAccount(Path folder) {
    this.folder = folder;
  }

  /** Checks that all files are there. */
  void check() throws SettingsException {
    for (String file : new String[] {"namespace", "token", "ca.crt"}) {
      if (!Files.isReadable(folder.resolve(file))) {
        throw new SettingsException(
            folder.resolve(file)
                + " cannot be read: the Pod needs a service account, and automountServiceAccountToken must not be false");
      }
    }
  }

  String namespace() throws IOException {
    return text("namespace");
  }

  String token() throws IOException {
    return text("token");
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file)).strip();
  }

  /** Makes connections to servers that the cluster's authority vouches for. */
  SSLSocketFactory sockets() throws IOException {
    byte[] authority = Files.readAllBytes(folder.resolve("ca.crt"));
    if (sockets == null || !Arrays.equals(authority, trusted)) {
      sockets = trusting(authority);
      trusted = authority;
    }
    return sockets;
  }

  private SSLSocketFactory trusting(byte[] authority) throws IOException {
    try {
      KeyStore certificates = KeyStore.getInstance("PKCS12");
      certificates.load(null, null);
      for (var each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(authority))) {
        certificates.setCertificateEntry("authority-" + certificates.size(), each);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(certificates);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(folder.resolve("ca.crt") + " is unusable: " + e.getMessage(), e);
    }
  }
}
