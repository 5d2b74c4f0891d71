package io.x_k8s.jobset.operator.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** Certificates and private keys as PEM text. */
final class Pem {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PKCS1 = "RSA PRIVATE KEY";
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([^-]*)-----END \\1-----");

  /** What stands before the length of the key in the PKCS#8 form of an RSA key. */
  private static final byte[] RSA_ALGORITHM = {
    2, 1, 0, 0x30, 13, 6, 9, 42, (byte) 0x86, 72, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 4;

  private Pem() {}

  /** Writes a certificate. */
  static String write(X509Certificate certificate) throws GeneralSecurityException {
    return write(CERTIFICATE, certificate.getEncoded());
  }

  /** Writes an RSA key in PKCS#1, as the original does. */
  static String write(PrivateKey key) {
    try {
      return write(
          PKCS1,
          PrivateKeyInfo.getInstance(ASN1Sequence.getInstance(key.getEncoded()))
              .parsePrivateKey()
              .toASN1Primitive()
              .getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads one or more certificates, in their order.
   *
   * @throws GeneralSecurityException if there is none, or one is broken
   */
  static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    List<X509Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.UTF_8)))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    return certificates;
  }

  /**
   * Reads a private key: RSA in PKCS#1 or PKCS#8, elliptic curve in SEC1 or PKCS#8.
   *
   * @throws GeneralSecurityException if there is none, or it is broken
   */
  static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(pem);
    while (block.find()) {
      byte[] content;
      try {
        content = Base64.getMimeDecoder().decode(block.group(2));
      } catch (IllegalArgumentException e) {
        throw new GeneralSecurityException("the private key is not in base64", e);
      }
      switch (block.group(1)) {
        case PKCS1:
          return KeyFactory.getInstance("RSA").generatePrivate(rsa(content));
        case PKCS8:
          return pkcs8(content);
        case SEC1:
          return pkcs8(sec1(pem));
        default: // for example the curve's parameters before the key
      }
    }
    throw new GeneralSecurityException(
        "there is no private key in it, in PKCS#1, PKCS#8 or SEC1 and without a password");
  }

  private static PrivateKey pkcs8(byte[] content) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(content));
    } catch (InvalidKeySpecException notRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content));
    }
  }

  /** By hand, because loading a library for it takes a third of a second at each start. */
  private static PKCS8EncodedKeySpec rsa(byte[] pkcs1) {
    return new PKCS8EncodedKeySpec(
        tagged(SEQUENCE, concatenated(RSA_ALGORITHM, tagged(OCTET_STRING, pkcs1))));
  }

  private static byte[] tagged(int tag, byte[] content) {
    int length = content.length;
    byte[] head = {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return concatenated(head, content);
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] sec1(String pem) throws GeneralSecurityException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      Object object = parser.readObject();
      while (object != null) {
        if (object instanceof PEMKeyPair pair) {
          return pair.getPrivateKeyInfo().getEncoded();
        }
        object = parser.readObject();
      }
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    throw new GeneralSecurityException("the elliptic curve key cannot be read");
  }

  private static String write(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content), type);
  }
}
