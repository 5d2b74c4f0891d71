package io.x_k8s.jobset.e2e.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes a tar archive in the ustar format, of which only what images hold: regular files,
 * directories and symbolic links, owned by root. All times are zero, so equal content makes equal
 * archives.
 */
final class TarWriter implements AutoCloseable {

  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int PREFIX_LENGTH = 155;

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  void directory(String path, int mode) throws IOException {
    header(path + "/", mode, 0, '5', "");
  }

  void link(String path, String target) throws IOException {
    header(path, 0777, 0, '2', target);
  }

  void file(String path, int mode, byte[] content) throws IOException {
    header(path, mode, content.length, '0', "");
    out.write(content);
    pad(content.length);
  }

  void file(String path, int mode, Path content) throws IOException {
    var size = Files.size(content);
    header(path, mode, size, '0', "");
    try (InputStream stream = Files.newInputStream(content)) {
      if (stream.transferTo(out) != size) {
        throw new IOException(content + " changed while it was read");
      }
    }
    pad(size);
  }

  private void header(String path, int mode, long size, char type, String target)
      throws IOException {
    var header = new byte[BLOCK];
    var split = path.length() <= NAME_LENGTH ? 0 : prefixLength(path);
    text(header, 0, NAME_LENGTH, path.substring(split));
    text(header, 345, PREFIX_LENGTH, split == 0 ? "" : path.substring(0, split - 1));
    octal(header, 100, 8, mode);
    octal(header, 108, 8, 0); // user
    octal(header, 116, 8, 0); // group
    octal(header, 124, 12, size);
    octal(header, 136, 12, 0); // time
    header[156] = (byte) type;
    text(header, 157, NAME_LENGTH, target);
    text(header, 257, 8, "ustar\00000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    var sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    octal(header, 148, 7, sum);
    header[154] = 0;
    out.write(header);
  }

  /** Where a long path is split in two, behind a slash. */
  private static int prefixLength(String path) {
    var slash = path.indexOf('/', path.length() - NAME_LENGTH - 1);
    if (slash < 0 || slash > PREFIX_LENGTH || slash == path.length() - 1) {
      throw new IllegalArgumentException("The path is too long for an archive: " + path);
    }
    return slash + 1;
  }

  private static void text(byte[] header, int offset, int length, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > length) {
      throw new IllegalArgumentException("The name is too long for an archive: " + text);
    }
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  /** Digits up to the last byte, which stays zero. */
  private static void octal(byte[] header, int offset, int length, long number) {
    var digits = Long.toOctalString(number);
    var zeros = length - 1 - digits.length();
    if (zeros < 0) {
      throw new IllegalArgumentException("The number is too large for an archive: " + number);
    }
    text(header, offset, length, "0".repeat(zeros) + digits);
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) (-size & (BLOCK - 1))]);
  }

  /** Ends the archive and closes the stream. */
  @Override
  public void close() throws IOException {
    try (out) {
      out.write(new byte[2 * BLOCK]);
    }
  }
}
