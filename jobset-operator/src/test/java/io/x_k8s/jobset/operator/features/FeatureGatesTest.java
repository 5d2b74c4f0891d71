package io.x_k8s.jobset.operator.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureGatesTest {

  @ParameterizedTest
  @CsvSource({
    "InPlaceRestart, ALPHA, false",
    "RestartJob, ALPHA, false",
    "ElasticJobSet, ALPHA, false",
    "TLSOptions, GA, true"
  })
  void everyGateHasTheStageAndDefaultOfTheContract(
      String key, FeatureGate.Stage stage, boolean enabled) {
    FeatureGate gate = FeatureGate.ofKey(key).orElseThrow();

    assertThat(gate.stage()).isEqualTo(stage);
    assertThat(FeatureGates.DEFAULTS.isEnabled(gate)).isEqualTo(enabled);
    assertThat(gate.isLocked()).isEqualTo(stage == FeatureGate.Stage.GA);
  }

  @Test
  void aGateThatIsNamedIsSetAndTheOthersStay() {
    FeatureGates gates = FeatureGates.of(Map.of("RestartJob", true));

    assertThat(gates)
        .hasToString("InPlaceRestart=false,RestartJob=true,ElasticJobSet=false,TLSOptions=true")
        .isEqualTo(FeatureGates.DEFAULTS.with(FeatureGate.RESTART_JOB))
        .isNotEqualTo(FeatureGates.DEFAULTS);
  }

  @Test
  void allAlphaSetsTheAlphaGatesThatAreNotNamed() {
    assertThat(FeatureGates.of(Map.of("AllAlpha", true, "RestartJob", false)))
        .hasToString("InPlaceRestart=true,RestartJob=false,ElasticJobSet=true,TLSOptions=true");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allBetaChangesNothingWhileNoGateIsBeta(boolean on) {
    assertThat(FeatureGates.of(Map.of("AllBeta", on))).isEqualTo(FeatureGates.DEFAULTS);
  }

  @Test
  @Tag("api:A41")
  @Tag("operations:OP-14")
  void anUnknownGateAndAMovedLockedGateAreBothReported() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureGates.of(Map.of("TLSOptions", false, "Nope", true)))
        .withMessage(
            "unrecognized feature gate: Nope; known gates: AllAlpha, AllBeta, ElasticJobSet,"
                + " InPlaceRestart, RestartJob, TLSOptions; cannot set feature gate TLSOptions to"
                + " false, feature is locked to true");
  }

  @Test
  void aLockedGateMayBeSetToWhatItIs() {
    assertThat(FeatureGates.of(Map.of("TLSOptions", true))).isEqualTo(FeatureGates.DEFAULTS);
  }

  @ParameterizedTest
  @EnumSource
  void withSwitchesOneGateOnAndLeavesTheOriginalAlone(FeatureGate gate) {
    String before = FeatureGates.DEFAULTS.toString();

    assertThat(FeatureGates.DEFAULTS.with(gate).isEnabled(gate)).isTrue();
    assertThat(FeatureGates.DEFAULTS).hasToString(before);
  }
}
