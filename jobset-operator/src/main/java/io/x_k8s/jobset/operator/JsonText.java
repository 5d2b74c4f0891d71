package io.x_k8s.jobset.operator;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes a flat JSON object for a log line. It never fails, whatever is logged. */
final class JsonText {
  private JsonText() {}

  /** Numbers and booleans as such, everything else as text. */
  static String of(Map<String, Object> object) {
    return object.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ":" + value(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Object value) {
    if (value == null) {
      return "null";
    }
    boolean isFinite = !(value instanceof Double number) || Double.isFinite(number);
    boolean isLiteral = value instanceof Boolean || value instanceof Number && isFinite;
    return isLiteral ? value.toString() : quoted(value.toString());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
