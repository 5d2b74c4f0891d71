package io.x_k8s.jobset.admission;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as messages show them: a text as Go quotes it, anything else as compact JSON. */
final class JsonText {
  private static final String GO_ESCAPED = "\u0007\b\f\n\r\t\u000b\\\"";
  private static final String GO_ESCAPES = "abfnrtv\\\"";
  private static final String JSON_ESCAPED = "\b\f\n\r\t\\\"";
  private static final String JSON_ESCAPES = "bfnrt\\\"";

  private JsonText() {}

  /** A value: a text quoted as Go does, anything else as JSON. */
  static String of(Object value) {
    return value instanceof String text ? quotedAsInGo(text) : json(value);
  }

  private static String json(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> jsonString(String.valueOf(entry.getKey())) + ":" + json(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(JsonText::json).collect(Collectors.joining(",", "[", "]"));
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? String.valueOf(value)
        : jsonString(value.toString());
  }

  private static String jsonString(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            character -> {
              int escape = JSON_ESCAPED.indexOf(character);
              if (escape >= 0) {
                quoted.append('\\').append(JSON_ESCAPES.charAt(escape));
              } else if (character < ' ') {
                quoted.append(String.format("\\u%04x", character));
              } else {
                quoted.append((char) character);
              }
            });
    return quoted.append('"').toString();
  }

  private static String quotedAsInGo(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            character -> {
              int escape = GO_ESCAPED.indexOf(character);
              if (escape >= 0) {
                quoted.append('\\').append(GO_ESCAPES.charAt(escape));
              } else if (isPrinted(character)) {
                quoted.appendCodePoint(character);
              } else {
                quoted.append(goEscape(character));
              }
            });
    return quoted.append('"').toString();
  }

  private static String goEscape(int character) {
    if (character <= 0x7f) {
      return String.format("\\x%02x", character);
    }
    return String.format(character <= 0xffff ? "\\u%04x" : "\\U%08x", character);
  }

  private static boolean isPrinted(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }
}
