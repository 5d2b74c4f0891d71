package io.x_k8s.jobset.operator.certificates;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate that a server shows, which can be replaced while it serves: new connections get
 * the new one, others go on. Until there is one, handshakes fail. Safe for many threads.
 */
public final class ServingCertificate {
  private final SSLContext context;
  private volatile Version current = new Version(0, null, null);

  /** A server that has no certificate yet. */
  public ServingCertificate() {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new Keys()}, null, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** What a server makes its connections from. */
  public SSLContext context() {
    return context;
  }

  /** The certificate that new connections get; empty if there is none yet. */
  Optional<X509Certificate> certificate() {
    return Optional.ofNullable(current.content).map(KeyedCertificate::certificate);
  }

  /** Replaces the certificate. */
  synchronized void replace(KeyedCertificate next) {
    if (!next.equals(current.content)) {
      current = new Version(current.number + 1, next, current);
      current.previous.forgetPrevious();
    }
  }

  /**
   * A certificate under the name that a handshake knows it by. A handshake asks for a name first
   * and then for what belongs to it, so the version before must still be there.
   */
  private static final class Version {
    private final int number;
    private final KeyedCertificate content;
    private volatile Version previous;

    private Version(int number, KeyedCertificate content, Version previous) {
      this.number = number;
      this.content = content;
      this.previous = previous;
    }

    private String alias() {
      return "certificate-" + number;
    }

    private void forgetPrevious() {
      previous = null;
    }

    private KeyedCertificate named(String name) {
      if (alias().equals(name)) {
        return content;
      }
      Version before = previous;
      return before == null ? null : before.named(name);
    }
  }

  private final class Keys extends X509ExtendedKeyManager {
    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
      Version now = current;
      return now.content != null && now.content.key().getAlgorithm().equals(keyType)
          ? now.alias()
          : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      KeyedCertificate named = current.named(alias);
      return named == null ? null : named.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      KeyedCertificate named = current.named(alias);
      return named == null ? null : named.key();
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      String alias = chooseEngineServerAlias(keyType, issuers, null);
      return alias == null ? null : new String[] {alias};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
