package io.x_k8s.jobset.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Tells whether a program of this machine runs in an image that has nothing else. */
final class StaticProgram {

  private static final int ELF = 0x464c457f;
  private static final int HEADER = 64;
  private static final int INTERPRETER = 3;

  private StaticProgram() {}

  /** Whether it is a 64-bit ELF file that asks for no dynamic linker. */
  static boolean is(Path program) {
    try (var file = FileChannel.open(program)) {
      var header = read(file, 0, HEADER);
      if (header.getInt(0) != ELF) {
        return false;
      }
      var entrySize = header.getShort(54);
      var entries = header.getShort(56);
      var table = read(file, header.getLong(32), entrySize * entries);
      for (int entry = 0; entry < entries; entry++) {
        if (table.getInt(entry * entrySize) == INTERPRETER) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) >= 0) {
      // until all is there
    }
    return buffer;
  }
}
