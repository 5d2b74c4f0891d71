package io.x_k8s.jobset.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * Reads the few values that matter out of JSON and passes over the rest, of which nothing is kept:
 * a JobSet may be a megabyte, and there is an agent in every Pod. It never reads further than the
 * value that it is asked for, so that an event of a watch is known when it has come.
 */
final class JsonReader {
  private static final int END = -1;
  private static final int NONE = -2;

  private final Reader text;
  private int next = NONE;

  JsonReader(InputStream utf8) {
    this.text = new InputStreamReader(utf8, StandardCharsets.UTF_8);
  }

  /** Whether there is no further value. */
  boolean isAtEnd() throws IOException {
    return peekToken() == END;
  }

  boolean isObject() throws IOException {
    return peekToken() == '{';
  }

  void beginObject() throws IOException {
    expect('{');
  }

  /** The name of the next member of an object; null after the last, when the object is behind. */
  String nextName() throws IOException {
    if (peekToken() == ',') {
      read();
    }
    if (peekToken() == '}') {
      read();
      return null;
    }
    String name = string();
    expect(':');
    return name;
  }

  void beginArray() throws IOException {
    expect('[');
  }

  /** Whether an array has another element; if not, the array is behind. */
  boolean hasNext() throws IOException {
    if (peekToken() == ',') {
      read();
    }
    if (peekToken() != ']') {
      return true;
    }
    read();
    return false;
  }

  /** A string, or any other scalar as it is written; {@code null} is the text "null". */
  String scalar() throws IOException {
    if (peekToken() == '"') {
      return string();
    }
    StringBuilder literal = new StringBuilder();
    while (peek() >= 0 && ",]} \t\r\n".indexOf(peek()) < 0) {
      literal.append((char) read());
    }
    if (literal.isEmpty()) {
      throw unexpected(peek());
    }
    return literal.toString();
  }

  /** Passes over one value of any kind. */
  void skip() throws IOException {
    int depth = 0;
    do {
      int token = peekToken();
      switch (token) {
        case END -> throw new EOFException("the text ends within a value");
        case '{', '[' -> {
          depth++;
          read();
        }
        case '}', ']' -> {
          depth--;
          read();
        }
        case ',', ':' -> read();
        case '"' -> passString();
        default -> scalar();
      }
    } while (depth > 0);
  }

  private void passString() throws IOException {
    expect('"');
    for (int c = read(); c != '"'; c = read()) {
      if (c == '\\') {
        read();
      }
    }
  }

  private String string() throws IOException {
    expect('"');
    StringBuilder value = new StringBuilder();
    for (int c = read(); c != '"'; c = read()) {
      value.append(c == '\\' ? escaped() : (char) c);
    }
    return value.toString();
  }

  private char escaped() throws IOException {
    int c = read();
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(read(), 16);
          if (digit < 0) {
            throw new IOException("not JSON: \\u needs four hexadecimal digits");
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> (char) c;
    };
  }

  private void expect(char wanted) throws IOException {
    int c = peekToken();
    if (c != wanted) {
      throw unexpected(c);
    }
    read();
  }

  private int peekToken() throws IOException {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      read();
    }
    return peek();
  }

  private int peek() throws IOException {
    if (next == NONE) {
      next = text.read();
    }
    return next;
  }

  private int read() throws IOException {
    int c = peek();
    if (c == END) {
      throw new EOFException("the text ends within a value");
    }
    next = NONE;
    return c;
  }

  private static IOException unexpected(int c) {
    return c == END
        ? new EOFException("the text ends within a value")
        : new IOException("not JSON: unexpected '" + (char) c + "'");
  }
}
