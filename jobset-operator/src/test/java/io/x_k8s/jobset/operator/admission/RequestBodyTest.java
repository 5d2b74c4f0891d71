package io.x_k8s.jobset.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
  private static final int MEBIBYTE = 1024 * 1024;

  private final MemoryBudget memory = new MemoryBudget(8 * MEBIBYTE, Duration.ofMillis(1));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 100_000, RequestBody.LIMIT})
  void isReadToItsEnd(int size) throws IOException, InterruptedException {
    byte[] sent = new byte[size];
    new Random(size).nextBytes(sent);

    try (MemoryBudget.Share share = memory.share()) {
      assertThat(RequestBody.read(new ByteArrayInputStream(sent), share))
          .isInstanceOfSatisfying(
              RequestBody.Complete.class, body -> assertThat(body.bytes()).isEqualTo(sent));
    }
  }

  @Test
  void oneByteMoreIsTooLarge() throws IOException, InterruptedException {
    try (MemoryBudget.Share share = memory.share()) {
      assertThat(RequestBody.read(zeros(RequestBody.LIMIT + 1), share))
          .isEqualTo(new RequestBody.TooLarge());
    }
  }

  @Test
  void endlessBodyIsNotReadToItsEnd() throws IOException, InterruptedException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '[';
          }
        };

    try (MemoryBudget.Share share = memory.share()) {
      assertThat(RequestBody.read(endless, share)).isEqualTo(new RequestBody.TooLarge());
    }
  }

  @Test
  void bodiesShareABudget() throws IOException, InterruptedException {
    try (MemoryBudget.Share first = memory.share()) {
      assertThat(RequestBody.read(zeros(5 * MEBIBYTE), first))
          .isInstanceOf(RequestBody.Complete.class);
      try (MemoryBudget.Share second = memory.share()) {
        assertThat(RequestBody.read(zeros(5 * MEBIBYTE), second))
            .isEqualTo(new RequestBody.NoRoom());
      }
    }
    try (MemoryBudget.Share third = memory.share()) {
      assertThat(RequestBody.read(zeros(5 * MEBIBYTE), third))
          .isInstanceOf(RequestBody.Complete.class);
    }
  }

  private static InputStream zeros(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }
}
