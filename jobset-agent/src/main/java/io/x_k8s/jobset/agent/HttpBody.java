package io.x_k8s.jobset.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer of HTTP/1.1: of a known length, or in chunks. */
final class HttpBody extends InputStream {
  private final InputStream connection;
  private final boolean chunked;
  private long left;
  private boolean ended;

  private HttpBody(InputStream connection, boolean chunked, long length) {
    this.connection = connection;
    this.chunked = chunked;
    this.left = length;
    this.ended = !chunked && length == 0;
  }

  static HttpBody chunked(InputStream connection) {
    return new HttpBody(connection, true, 0);
  }

  static HttpBody ofLength(InputStream connection, long length) {
    return new HttpBody(connection, false, length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    int count = connection.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the connection ended within an answer");
    }
    left -= count;
    if (left == 0) {
      if (chunked) {
        line(connection);
      } else {
        ended = true;
      }
    }
    return count;
  }

  private void nextChunk() throws IOException {
    String size = line(connection);
    int extension = size.indexOf(';');
    try {
      left = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
    } catch (NumberFormatException e) {
      throw new IOException("not HTTP: a chunk's size is \"" + size + "\"", e);
    }
    if (left == 0) {
      ended = true;
      while (!line(connection).isEmpty()) {
        // trailers say nothing that is needed
      }
    }
  }

  /** One line of the protocol, without its end. */
  static String line(InputStream connection) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = connection.read(); c != '\n'; c = connection.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended within an answer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public int available() throws IOException {
    return ended ? 0 : (int) Math.min(left, connection.available());
  }
}
