package io.x_k8s.jobset.admission;

import static io.x_k8s.jobset.admission.Given.refusals;
import static io.x_k8s.jobset.admission.Given.refusalsOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NetworkRulesTest {
  @Test
  @Tag("admission:C3")
  void aSubdomainIsHeldAgainstBothStandards() {
    assertThat(refusalsOf("27"))
        .containsExactly(
            "spec.network.subdomain: Invalid value: \"Mesh_1\": a lowercase RFC 1123 subdomain must"
                + " consist of lower case alphanumeric characters, '-' or '.', and must start and"
                + " end with an alphanumeric character (e.g. 'example.com', regex used for"
                + " validation is"
                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
            "spec.network.subdomain: Invalid value: \"Mesh_1\": a DNS-1035 label must consist of"
                + " lower case alphanumeric characters or '-', start with an alphabetic character,"
                + " and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex"
                + " used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
    assertThat(refusalsOf("28"))
        .containsExactly(
            "spec.network.subdomain: Invalid value: \""
                + "s".repeat(64)
                + "\": .spec.network.subdomain is too long, must be less than 63 characters");
    assertThat(refusalsOf("29")).hasSize(1);
    assertThat(refusalsOf("30")).hasSize(1);
  }

  @Test
  void aVeryLongSubdomainIsWrongThreeTimes() {
    assertThat(refusals("network: {subdomain: " + "s.".repeat(127) + "}"))
        .hasSize(4)
        .first()
        .asString()
        .contains("must be no more than 253 characters");
  }

  @Test
  void aSubdomainIsCheckedEvenWithoutDns() {
    assertThat(refusals("network: {enableDNSHostnames: false, subdomain: 1mesh}")).hasSize(1);
    assertThat(refusals("network: {subdomain: \"mesh\\n\"}")).hasSize(2);
    assertThat(refusals("network: {subdomain: ''}")).isEmpty();
  }

  @Test
  void aServiceThatTakesItsNameFromTheJobSetNeedsAProperOne() {
    assertThat(refusals(Given.jobSet("1.foo", "")))
        .singleElement()
        .asString()
        .startsWith("metadata.name: Invalid value: \"1.foo\": a DNS-1035 label must consist of");
    assertThat(refusals(Given.jobSet("j".repeat(64), "")))
        .containsExactly(
            "metadata.name: Invalid value: \""
                + "j".repeat(64)
                + "\": must be no more than 63 characters, because the headless Service has the"
                + " same name");
    assertThat(refusals(Given.jobSet("1.foo", "network: {enableDNSHostnames: false}"))).isEmpty();
    assertThat(refusals(Given.jobSet("1.foo", "network: {subdomain: mesh}"))).isEmpty();
  }
}
