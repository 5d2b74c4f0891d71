package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.v1alpha2.JobSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of event objects that must exist exactly once, however often and by which process they are
 * told: by its name the API server knows one that it has.
 */
public final class EventName {
  private static final int MAX_NAME = 253;
  private static final int DIGEST_BYTES = 16;

  private EventName() {}

  /**
   * The name of an event about a JobSet.
   *
   * @param jobSet the JobSet
   * @param occasion what sets the event apart from others about this JobSet
   */
  public static String of(JobSet jobSet, String... occasion) {
    String identity = jobSet.getMetadata().getUid() + "/" + String.join("/", occasion);
    String suffix = digest(identity);
    String jobSetName = jobSet.getMetadata().getName();
    int room = MAX_NAME - 1 - suffix.length();
    String prefix = jobSetName.substring(0, Math.min(jobSetName.length(), room));
    // Each part of a name must end in a letter or digit.
    return prefix.replaceFirst("[^a-z0-9]+$", "") + "." + suffix;
  }

  private static String digest(String text) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
