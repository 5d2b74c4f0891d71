package io.x_k8s.jobset.operator.certificates;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with the private key that belongs to it.
 *
 * @param chain the certificate, and after it those of its issuers, if they are to be sent along
 * @param key its private key
 */
record KeyedCertificate(List<X509Certificate> chain, PrivateKey key) {
  KeyedCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * Reads one.
   *
   * @param certificates PEM of the chain
   * @param key PEM of the key
   * @throws GeneralSecurityException if one of them is broken or they do not belong together
   */
  static KeyedCertificate parse(String certificates, String key) throws GeneralSecurityException {
    KeyedCertificate parsed =
        new KeyedCertificate(Pem.certificates(certificates), Pem.privateKey(key));
    if (!parsed.belongTogether()) {
      throw new GeneralSecurityException("the private key is not that of the certificate");
    }
    return parsed;
  }

  /** The certificate itself. */
  X509Certificate certificate() {
    return chain.get(0);
  }

  private boolean belongTogether() throws GeneralSecurityException {
    PublicKey publicKey = certificate().getPublicKey();
    if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] proof = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(proof);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(proof);
    return signature.verify(signed);
  }
}
