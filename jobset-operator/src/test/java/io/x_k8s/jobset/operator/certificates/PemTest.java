package io.x_k8s.jobset.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms are those that cert-manager can be told to write. */
class PemTest {
  @ParameterizedTest
  @ValueSource(ints = {2048, 3072, 4096})
  void rsaKeyIsReadInBothForms(int bits) throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    KeyPair keys = generator.generateKeyPair();

    assertThat(Pem.write(keys.getPrivate())).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
    assertThat(Pem.privateKey(Pem.write(keys.getPrivate()))).isEqualTo(keys.getPrivate());
    assertThat(Pem.privateKey(pkcs8(keys))).isEqualTo(keys.getPrivate());
  }

  @ParameterizedTest
  @CsvSource({"secp256r1, 256", "secp384r1, 384"})
  void ellipticCurveKeyIsReadInBothForms(String curve, int bits)
      throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair keys = generator.generateKeyPair();

    assertThat(Pem.privateKey(sec1(keys, bits)))
        .isInstanceOfSatisfying(
            java.security.interfaces.ECPrivateKey.class,
            read ->
                assertThat(read.getS())
                    .isEqualTo(((java.security.interfaces.ECPrivateKey) keys.getPrivate()).getS()));
    assertThat(Pem.privateKey(pkcs8(keys))).isEqualTo(keys.getPrivate());
  }

  @Test
  void whatIsNoKeyIsTold() {
    assertThatThrownBy(() -> Pem.privateKey("hello"))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("no private key");
    assertThatThrownBy(
            () ->
                Pem.privateKey(
                    "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> Pem.certificates(""))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("no certificate");
  }

  /** With the curve in it, as Go and OpenSSL write it. */
  private static String sec1(KeyPair keys, int bits) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
    byte[] key =
        new ECPrivateKey(
                bits,
                ECPrivateKey.getInstance(info.parsePrivateKey()).getKey(),
                info.getPrivateKeyAlgorithm().getParameters())
            .getEncoded();
    return "-----BEGIN EC PRIVATE KEY-----\n%s\n-----END EC PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(key));
  }

  private static String pkcs8(KeyPair keys) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(new JcaPKCS8Generator(keys.getPrivate(), null));
    }
    assertThat(text.toString()).contains("BEGIN PRIVATE KEY");
    return text.toString();
  }
}
