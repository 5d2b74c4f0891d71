package io.x_k8s.jobset.client.v1alpha2.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes lines of bytes as they arrive. Characters may be torn apart between two arrivals. */
final class LineSplitter {

  /** A line without an end must not fill memory; longer ones come in pieces. */
  static final int LONGEST = 1 << 20;

  private byte[] begun = new byte[1024];
  private int length;

  /** Takes what has arrived, and gives the lines that are complete by now. */
  List<String> add(ByteBuffer arrived) {
    var lines = new ArrayList<String>();
    while (arrived.hasRemaining()) {
      var next = arrived.get();
      if (next == '\n') {
        lines.add(take(length));
      } else {
        append(next);
        if (length == LONGEST) {
          lines.add(take(lengthOfWholeCharacters()));
        }
      }
    }
    return lines;
  }

  /** What was not ended by a line feed; empty if all was. */
  Optional<String> rest() {
    return length == 0 ? Optional.empty() : Optional.of(take(length));
  }

  private void append(byte next) {
    if (length == begun.length) {
      begun = Arrays.copyOf(begun, Math.min(LONGEST, length * 2));
    }
    begun[length++] = next;
  }

  /** Leaves the bytes behind for the next line. */
  private String take(int taken) {
    var line = new String(begun, 0, taken, StandardCharsets.UTF_8);
    System.arraycopy(begun, taken, begun, 0, length - taken);
    length -= taken;
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private int lengthOfWholeCharacters() {
    var start = length - 1;
    while (start > 0 && (begun[start] & 0xC0) == 0x80) {
      start--;
    }
    return start == 0 ? length : start;
  }
}
