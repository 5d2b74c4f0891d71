package io.x_k8s.jobset.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "15s, PT15S, 15s",
    "1m30s, PT1M30S, 1m30s",
    "500ms, PT0.5S, 500ms",
    "1.5h, PT1H30M, 1h30m0s",
    "100m, PT1H40M, 1h40m0s",
    "2.25s, PT2.25S, 2.25s",
    "1500us, PT0.0015S, 1.5ms",
    "1500ns, PT0.0000015S, 1.5µs",
    "7ns, PT0.000000007S, 7ns",
    ".5s, PT0.5S, 500ms",
    "0, PT0S, 0s",
    "-1m, PT-1M, -1m0s",
    "+1s, PT1S, 1s"
  })
  void readsAndWritesDurationsAsGoDoes(String text, Duration duration, String written) {
    assertThat(GoDuration.parse(text)).isEqualTo(duration);
    assertThat(GoDuration.format(duration)).isEqualTo(written);
    assertThat(GoDuration.parse(written)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"15", "s", "", "15 s", "1d", "PT15S", "1s30", "-", "."})
  void refusesWhatGoRefuses(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoDuration.parse(text))
        .withMessageContaining("such as \"15s\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3000000h", "99999999999999999999s"})
  void refusesDurationsThatDoNotFit(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoDuration.parse(text))
        .withMessageContaining("at most 292 years");
  }
}
