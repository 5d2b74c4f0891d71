package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("admission:C4")
class ManagedByRulesTest {
  @Test
  void aControllerIsADomainAndAPath() {
    assertThat(refusals("managedBy: jobset.sigs.k8s.io/jobset-controller")).isEmpty();
    assertThat(refusals("managedBy: \"kueue.x-k8s.io/a/b-._~%!$&'()*+,;=:\"")).isEmpty();
    assertThat(refusals("managedBy: null")).isEmpty();
  }

  @Test
  void noneIsToldFromAnEmptyOne() {
    assertThat(refusalsOf("35")).containsExactly("spec.managedBy: Required value");
  }

  @Test
  void bothPartsMustBeThere() {
    String text = ": must be a domain-prefixed path (such as \"acme.io/foo\")";
    assertThat(refusalsOf("31"))
        .containsExactly("spec.managedBy: Invalid value: \"someone\"" + text);
    assertThat(refusals("managedBy: /x"))
        .containsExactly("spec.managedBy: Invalid value: \"/x\"" + text);
    assertThat(refusals("managedBy: acme.io/"))
        .containsExactly("spec.managedBy: Invalid value: \"acme.io/\"" + text);
  }

  @Test
  void eachPartHasItsFormat() {
    assertThat(refusalsOf("33")).hasSize(1);
    assertThat(refusalsOf("34"))
        .containsExactly(
            "spec.managedBy: Invalid value: \"fo o\": Invalid path (regex used for validation is"
                + " '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
    assertThat(refusals("managedBy: A/ü")).hasSize(2);
  }

  @Test
  void lengthCountsBytes() {
    assertThat(refusalsOf("32"))
        .containsExactly("spec.managedBy: Too long: may not be more than 63 bytes");
    assertThat(refusals("managedBy: acme.io/" + "a".repeat(55))).isEmpty();
    assertThat(refusals("managedBy: " + "ü".repeat(32))).hasSize(2);
  }
}
