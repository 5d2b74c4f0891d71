package io.x_k8s.jobset.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpBodyTest {

  @Test
  void aBodyOfKnownLengthEndsThere() throws IOException {
    InputStream connection = bytes("abcdef");

    assertThat(HttpBody.ofLength(connection, 4).readAllBytes()).asString().isEqualTo("abcd");
    assertThat(connection.read()).isEqualTo('e');
  }

  @Test
  void chunksAreOneBody() throws IOException {
    InputStream connection =
        bytes("3\r\nabc\r\na;name=value\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\nnext");

    assertThat(HttpBody.chunked(connection).readAllBytes()).asString().isEqualTo("abc0123456789");
    assertThat(connection.readAllBytes()).asString().isEqualTo("next");
  }

  @Test
  void anEmptyBodyIsEmpty() throws IOException {
    assertThat(HttpBody.ofLength(bytes("x"), 0).read()).isEqualTo(-1);
    assertThat(HttpBody.chunked(bytes("0\r\n\r\n")).read()).isEqualTo(-1);
  }

  @Test
  void aConnectionThatBreaksIsNoEnd() {
    assertThatThrownBy(() -> HttpBody.ofLength(bytes("ab"), 4).readAllBytes())
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> HttpBody.chunked(bytes("5\r\nab")).readAllBytes())
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> HttpBody.chunked(bytes("zz\r\n")).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("zz");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
