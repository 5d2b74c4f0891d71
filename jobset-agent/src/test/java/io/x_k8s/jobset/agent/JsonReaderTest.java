package io.x_k8s.jobset.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @Test
  void scalarsAreReadAsText() throws IOException {
    JsonReader json = json("[\"a\", 1, -2.5e3 ,true,null,\"\"]");
    json.beginArray();
    StringBuilder read = new StringBuilder();
    while (json.hasNext()) {
      read.append(json.scalar()).append('|');
    }
    assertThat(read).hasToString("a|1|-2.5e3|true|null||");
    assertThat(json.isAtEnd()).isTrue();
  }

  @Test
  void escapesAndTextBeyondAsciiAreRead() throws IOException {
    assertThat(json("\"a\\\"\\\\\\/\\n\\t\\u00e4ö\\ud83d\\ude00\"").scalar())
        .isEqualTo("a\"\\/\n\täö😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"b\":[1,{\"c\":\"}]\\\"\"}],\"d\":{}},\"e\":[]}",
        "[[],[[]],{}]",
        "\"{\"",
        "12",
        "true"
      })
  void anyValueCanBePassedOver(String value) throws IOException {
    JsonReader json = json("[" + value + ",7]");
    json.beginArray();
    assertThat(json.hasNext()).isTrue();
    json.skip();
    assertThat(json.hasNext()).isTrue();
    assertThat(json.scalar()).isEqualTo("7");
    assertThat(json.hasNext()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "{\"a", "[1", "\"\\", ""})
  void aTextThatBreaksOffIsNoticed(String text) {
    assertThatThrownBy(() -> json(text).skip()).isInstanceOf(EOFException.class);
  }

  @Test
  void whatIsNoJsonIsNoticed() {
    assertThatThrownBy(() -> json("<html>").beginObject())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'<'");
  }

  @Test
  void ofAJobSetOnlyWhatTheAgentGoesByIsRead() throws IOException {
    JobSetObject object =
        JobSetObject.read(
            json(
                """
                {"kind":"JobSet","spec":{"failurePolicy":{"maxRestarts":3,"restartStrategy":"InPlaceRestart"}},
                 "metadata":{"annotations":null,"labels":{"status":"x"}},
                 "status":{"previousInPlaceRestartAttempt":1,"currentInPlaceRestartAttempt":2}}"""));

    assertThat(object.state())
        .isEqualTo(new JobSetState(false, OptionalInt.of(2), OptionalInt.of(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"spec\":{}}",
        "{\"spec\":{\"failurePolicy\":null}}",
        "{\"spec\":{\"failurePolicy\":{}}}",
        "{\"spec\":{\"failurePolicy\":{\"restartStrategy\":\"Recreate\"}}}",
        "{\"spec\":{\"failurePolicy\":{\"restartStrategy\":\"InPlaceRestart\"}},\"metadata\":{\"annotations\":{\"jobset.sigs.k8s.io/disable-in-place-restart\":\"\"}}}"
      })
  void whoDoesNotRestartInPlaceIsBypassed(String jobSet) throws IOException {
    assertThat(JobSetObject.read(json(jobSet)).state().bypassed()).isTrue();
  }

  @Test
  void ofAStatusCodeAndMessageAreRead() throws IOException {
    JobSetObject object =
        JobSetObject.read(
            json(
                "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":410,\"message\":\"too old\"}"));

    assertThat(object.code()).isEqualTo(410);
    assertThat(object.message()).isEqualTo("too old");
  }

  private static JsonReader json(String text) {
    return new JsonReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
