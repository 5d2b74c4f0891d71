package io.x_k8s.jobset.e2e.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The last lines of a log, for the message of a failure. */
final class LogTail {

  private static final int LINES = 25;
  private static final int BYTES = 16 * 1024;

  private LogTail() {}

  /** Never fails: it is asked for when something else already has. */
  static String of(Path log) {
    try (var channel = FileChannel.open(log)) {
      var bytes = ByteBuffer.allocate(BYTES);
      channel.read(bytes, Math.max(0, channel.size() - BYTES));
      var lines =
          new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines().toList();
      return lines.stream()
          .skip(Math.max(0, lines.size() - LINES))
          .collect(Collectors.joining(System.lineSeparator()));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }
}
