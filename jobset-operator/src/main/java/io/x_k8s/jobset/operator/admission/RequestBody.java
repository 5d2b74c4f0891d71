package io.x_k8s.jobset.operator.admission;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The body of a request, as far as it is read. */
sealed interface RequestBody {
  /** The largest that is looked at, in bytes. */
  int LIMIT = 7 * 1024 * 1024;

  /** All of it. */
  record Complete(byte[] bytes) implements RequestBody {}

  /** It is larger than the limit; the rest has not been read. */
  record TooLarge() implements RequestBody {}

  /** There was no memory for more of it; the rest has not been read. */
  record NoRoom() implements RequestBody {}

  /**
   * Reads a body.
   *
   * @param share grows with what has arrived
   * @throws IOException if the client goes away or is too slow
   */
  static RequestBody read(InputStream in, MemoryBudget.Share share)
      throws IOException, InterruptedException {
    byte[] body = new byte[16 * 1024];
    int size = 0;
    while (size <= LIMIT) {
      if (!share.growTo(body.length)) {
        return new NoRoom();
      }
      size += in.readNBytes(body, size, body.length - size);
      if (size < body.length) {
        return new Complete(Arrays.copyOf(body, size));
      }
      body = Arrays.copyOf(body, Math.min(2 * size, LIMIT + 1));
    }
    return new TooLarge();
  }
}
