package io.x_k8s.jobset.names;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key by which the Pods of one child Job are found, short enough for a label value
 * (specification of the API, section 10.1).
 */
public final class JobKey {
  private JobKey() {}

  /**
   * Computes the key. It depends on names only, so a recreated Job has its predecessor's key.
   *
   * @param namespace namespace of the Job
   * @param job name of the Job
   * @return SHA-1 of {@code <namespace>/<job>} in UTF-8, as 40 lower-case hexadecimal digits
   */
  public static String of(String namespace, String job) {
    byte[] text = (namespace + "/" + job).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha1().digest(text));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must provide SHA-1", e);
    }
  }
}
