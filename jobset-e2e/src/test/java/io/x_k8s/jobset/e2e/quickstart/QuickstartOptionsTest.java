package io.x_k8s.jobset.e2e.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickstartOptionsTest {

  @Test
  void startAndStopALocalClusterByDefault() {
    assertThat(QuickstartOptions.parse(List.of()))
        .isEqualTo(new QuickstartOptions(false, false, Optional.empty()));
  }

  @Test
  void canUseTheCurrentContextAndKeepWhatWasStarted() {
    assertThat(QuickstartOptions.parse(List.of("--keep", "--current-context")))
        .isEqualTo(new QuickstartOptions(true, true, Optional.empty()));
  }

  @Test
  void canStopWhatWasKept() {
    assertThat(QuickstartOptions.parse(List.of("--stop", "/some/folder")))
        .isEqualTo(new QuickstartOptions(false, false, Optional.of(Path.of("/some/folder"))));
  }

  @ParameterizedTest
  @CsvSource({
    "--kept,                 Unknown option --kept",
    "--stop,                 --stop needs the folder",
    "--keep --stop /folder,  --stop goes with no other option",
  })
  void areRefusedWithTheReason(String arguments, String reason) {
    assertThatThrownBy(() -> QuickstartOptions.parse(List.of(arguments.split(" "))))
        .isInstanceOf(QuickstartException.class)
        .hasMessageStartingWith(reason);
  }
}
