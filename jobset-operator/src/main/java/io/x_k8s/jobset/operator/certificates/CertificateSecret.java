package io.x_k8s.jobset.operator.certificates;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the Secret of the internal mode holds.
 *
 * @param authority certificate and key of the authority
 * @param server certificate and key of the admission server
 */
record CertificateSecret(KeyedCertificate authority, KeyedCertificate server) {
  private static final String AUTHORITY_CERTIFICATE = "ca.crt";
  private static final String AUTHORITY_KEY = "ca.key";
  private static final String SERVER_CERTIFICATE = "tls.crt";
  private static final String SERVER_KEY = "tls.key";

  /**
   * Reads the authority from a Secret's data.
   *
   * @param data values in base64 by key; null for none
   * @throws GeneralSecurityException saying what is missing or broken
   */
  static KeyedCertificate authority(Map<String, String> data) throws GeneralSecurityException {
    return read(data, AUTHORITY_CERTIFICATE, AUTHORITY_KEY);
  }

  /**
   * Reads the server's certificate from a Secret's data.
   *
   * @param data values in base64 by key; null for none
   * @throws GeneralSecurityException saying what is missing or broken
   */
  static KeyedCertificate server(Map<String, String> data) throws GeneralSecurityException {
    return read(data, SERVER_CERTIFICATE, SERVER_KEY);
  }

  /** The Secret's data: values in base64 by key. */
  Map<String, String> data() throws GeneralSecurityException {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(AUTHORITY_CERTIFICATE, base64(Pem.write(authority.certificate())));
    data.put(AUTHORITY_KEY, base64(Pem.write(authority.key())));
    data.put(SERVER_CERTIFICATE, base64(Pem.write(server.certificate())));
    data.put(SERVER_KEY, base64(Pem.write(server.key())));
    return data;
  }

  /** The authority's certificate as webhook configurations want it: PEM, in base64. */
  String caBundle() throws GeneralSecurityException {
    return base64(Pem.write(authority.certificate()));
  }

  private static KeyedCertificate read(Map<String, String> data, String certificate, String key)
      throws GeneralSecurityException {
    try {
      return KeyedCertificate.parse(text(data, certificate), text(data, key));
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(
          "%s and %s: %s".formatted(certificate, key, e.getMessage()), e);
    }
  }

  private static String text(Map<String, String> data, String key) throws GeneralSecurityException {
    String value = data == null ? null : data.get(key);
    if (value == null || value.isBlank()) {
      throw new GeneralSecurityException(key + " is missing");
    }
    try {
      return new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(key + " is not base64", e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
