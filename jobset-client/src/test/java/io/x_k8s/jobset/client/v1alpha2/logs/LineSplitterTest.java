package io.x_k8s.jobset.client.v1alpha2.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  private final LineSplitter splitter = new LineSplitter();

  @Test
  void givesLinesOnceTheyAreComplete() {
    assertThat(add("one\ntw")).containsExactly("one");
    assertThat(add("o")).isEmpty();
    assertThat(add("\r\n\nthree")).containsExactly("two", "");
    assertThat(splitter.rest()).contains("three");
    assertThat(splitter.rest()).isEmpty();
  }

  @Test
  void putsTornCharactersTogether() {
    var lines = new ArrayList<String>();
    for (var single : "größer 😀\n".getBytes(StandardCharsets.UTF_8)) {
      lines.addAll(splitter.add(ByteBuffer.wrap(new byte[] {single})));
    }

    assertThat(lines).containsExactly("größer 😀");
  }

  @Test
  void givesVeryLongLinesInPiecesWithoutTearingCharactersApart() {
    var line = "x" + "ö".repeat(LineSplitter.LONGEST);

    var pieces = add(line + "\n");

    assertThat(pieces).hasSize(3);
    assertThat(String.join("", pieces)).isEqualTo(line);
  }

  private List<String> add(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return splitter.add(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length)));
  }
}
