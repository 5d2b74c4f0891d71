package io.x_k8s.jobset.derived;

import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.Toleration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes {@link ResumableFields} in one canonical form and hashes it. Every text is preceded by its
 * length, so that no two different values have the same form.
 */
final class ResumableFieldsHash {
  /** Half of SHA-256: enough against accidents, and kept for every Job of a cluster. */
  private static final int BYTES = 16;

  private ResumableFieldsHash() {}

  static String of(ResumableFields fields) {
    StringBuilder text = new StringBuilder(2048);
    appendAll(
        text,
        fields.labels().entrySet().stream()
            .filter(label -> !ResumableFields.isJobControllerLabel(label.getKey()))
            .toList(),
        ResumableFieldsHash::entry);
    appendAll(text, List.copyOf(fields.annotations().entrySet()), ResumableFieldsHash::entry);
    appendAll(text, List.copyOf(fields.nodeSelector().entrySet()), ResumableFieldsHash::entry);
    appendAll(text, fields.tolerations(), ResumableFieldsHash::toleration);
    appendAll(text, fields.schedulingGates(), ResumableFieldsHash::gate);
    return hash(text.toString());
  }

  private static <T> void appendAll(StringBuilder text, List<T> values, Function<T, String> form) {
    TreeSet<String> sorted = new TreeSet<>();
    for (T value : values) {
      sorted.add(form.apply(value));
    }
    text.append(sorted.size()).append(';');
    sorted.forEach(text::append);
  }

  private static String entry(Map.Entry<String, String> entry) {
    return sized(entry.getKey()) + sized(entry.getValue());
  }

  private static String toleration(Toleration toleration) {
    Long seconds = toleration.getTolerationSeconds();
    return sized(toleration.getKey())
        + sized(toleration.getOperator())
        + sized(toleration.getValue())
        + sized(toleration.getEffect())
        + sized(seconds == null ? null : seconds.toString());
  }

  private static String gate(PodSchedulingGate gate) {
    return sized(gate.getName());
  }

  /** The API server stores an empty text of these fields as an absent one. */
  private static String sized(String text) {
    return text == null ? "0:" : text.length() + ":" + text;
  }

  private static String hash(String text) {
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must provide SHA-256", e);
    }
  }
}
