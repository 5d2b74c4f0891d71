package io.x_k8s.jobset.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is treated as its header says. */
class ExamplesTest {
  private static final AdmissionGates ALL = new AdmissionGates(true, true, true);

  static List<Manifests> valid() {
    return Manifests.valid();
  }

  static List<Manifests> invalid() {
    return Manifests.in("invalid");
  }

  static List<Manifests> updates() {
    return Manifests.in("updates");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void anExampleIsAcceptedWithoutAWord(Manifests manifest) {
    for (JobSet jobSet : manifest.jobSets()) {
      Findings findings = Preflight.create(jobSet, ALL, ExistingClaims.NONE);

      assertThat(findings.errors()).isEmpty();
      assertThat(findings.isAccepted()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  @Tag("admission:C24")
  void anInvalidExampleIsRefusedByItsLayerInItsWords(Manifests manifest) {
    String expected = manifest.header("expect").orElseThrow();
    Findings findings = Preflight.create(manifest.jobSet(), manifest.gates(), ExistingClaims.NONE);

    assertThat(text(layer(manifest, findings))).contains(expected);
    assertThat(findings.isAccepted()).isFalse();
    switch (manifest.header("layer").orElseThrow()) {
      case "cel" -> assertThat(findings.schema()).isEmpty();
      case "webhook" -> {
        assertThat(findings.schema()).isEmpty();
        assertThat(findings.expressions()).isEmpty();
      }
      default -> assertThat(findings.schema()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("updates")
  void anUpdateIsTreatedAsItSays(Manifests manifest) {
    JobSet old = stored(manifest);
    String expected = manifest.header("expect").orElseThrow();
    JobSet now = Defaulting.defaulted(manifest.jobSets().get(1));
    Findings findings = Preflight.update(old, now, manifest.gates());

    if (expected.equals("ok")) {
      assertThat(findings.errors()).isEmpty();
      assertThat(findings.warnings()).isEmpty();
    } else {
      assertThat(text(layer(manifest, findings))).contains(expected);
    }
  }

  private static List<FieldError> layer(Manifests manifest, Findings findings) {
    return switch (manifest.header("layer").orElseThrow()) {
      case "schema" -> findings.schema();
      case "cel" -> findings.expressions();
      default -> findings.webhook();
    };
  }

  private static JobSet stored(Manifests manifest) {
    JobSet old = Defaulting.defaulted(manifest.jobSets().get(0));
    manifest
        .header("old-status")
        .ifPresent(
            type -> {
              JobSetStatus status = new JobSetStatus();
              Condition condition =
                  new ConditionBuilder().withType(type).withStatus("True").build();
              status.setConditions(List.of(condition));
              old.setStatus(status);
            });
    return old;
  }

  private static String text(List<FieldError> errors) {
    return errors.stream().map(FieldError::message).collect(Collectors.joining("\n"));
  }
}
