package io.x_k8s.jobset.admission;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Values as messages show them: a text as Go quotes it, anything else as compact JSON, its fields
 * sorted, so that a field filled in by a server or by a client stands in the same place.
 */
final class JsonText {
  private static final String GO_ESCAPED = "\u0007\b\f\n\r\t\u000b\\\"";
  private static final String GO_ESCAPES = "abfnrtv\\\"";
  private static final String JSON_ESCAPED = "\b\f\n\r\t\\\"";
  private static final String JSON_ESCAPES = "bfnrt\\\"";

  private final StringBuilder text;
  private final int maxLength;

  private JsonText(StringBuilder text, int maxLength) {
    this.text = text;
    this.maxLength = maxLength;
  }

  /**
   * A value: a text quoted as Go does, anything else as JSON.
   *
   * @param maxLength of a longer text, only the start is written, and a sign of that
   */
  static String of(Object value, int maxLength) {
    StringBuilder text = new StringBuilder();
    if (value instanceof String string) {
      text.append(quotedAsInGo(string));
    } else {
      new JsonText(text, maxLength).write(value);
    }
    if (text.length() > maxLength) {
      text.setLength(maxLength);
      text.append('…');
    }
    return text.toString();
  }

  static String of(Object value) {
    return of(value, Integer.MAX_VALUE);
  }

  /** Stops soon after the text is as long as it may be: the value may be a large object. */
  private void write(Object value) {
    if (text.length() > maxLength) {
      return;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((name, field) -> sorted.put(String.valueOf(name), field));
      writeAll('{', sorted.entrySet(), this::writeEntry, '}');
    } else if (value instanceof Collection<?> list) {
      writeAll('[', list, this::write, ']');
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      writeString(value.toString());
    }
  }

  private <T> void writeAll(char start, Collection<T> values, Consumer<T> writer, char end) {
    char before = start;
    for (T value : values) {
      if (text.length() > maxLength) {
        return;
      }
      text.append(before);
      writer.accept(value);
      before = ',';
    }
    if (values.isEmpty()) {
      text.append(start);
    }
    text.append(end);
  }

  private void writeEntry(Map.Entry<String, ?> entry) {
    writeString(entry.getKey());
    text.append(':');
    write(entry.getValue());
  }

  private void writeString(String string) {
    text.append('"');
    for (char character : string.toCharArray()) {
      int escape = JSON_ESCAPED.indexOf(character);
      if (escape >= 0) {
        text.append('\\').append(JSON_ESCAPES.charAt(escape));
      } else if (character < ' ') {
        text.append(String.format("\\u%04x", (int) character));
      } else {
        text.append(character);
      }
    }
    text.append('"');
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
