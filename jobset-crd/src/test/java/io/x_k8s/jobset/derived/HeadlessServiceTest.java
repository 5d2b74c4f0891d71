package io.x_k8s.jobset.derived;

import static io.x_k8s.jobset.derived.Fixtures.jobSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.Network;
import io.x_k8s.jobset.v1alpha2.NetworkBuilder;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlessServiceTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {"absent, js", "'', js", "test-subdomain, test-subdomain"})
  @Tag("controller:N-005")
  void serviceIsNamedAsTheSubdomainAndSelectsThePodsOfTheJobSet(String subdomain, String name) {
    Service service = service(network().withSubdomain(subdomain).build());

    assertThat(service.getMetadata().getName()).isEqualTo(name);
    assertThat(service.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(service.getSpec().getSelector())
        .isEqualTo(Map.of("jobset.sigs.k8s.io/jobset-name", "js"));
    assertThat(service.getMetadata().getOwnerReferences())
        .containsExactly(
            new OwnerReferenceBuilder()
                .withApiVersion("jobset.x-k8s.io/v1alpha2")
                .withKind("JobSet")
                .withName("js")
                .withUid("the-uid")
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build());
    assertThat(service.getMetadata().getLabels()).isNullOrEmpty();
    assertThat(service.getMetadata().getAnnotations()).isNullOrEmpty();
    assertThat(service.getSpec().getPorts()).isNullOrEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {"absent, true", "true, true", "false, false"})
  @Tag("controller:N-006")
  void notReadyAddressesArePublishedUnlessSwitchedOff(Boolean given, boolean expected) {
    Service service = service(network().withPublishNotReadyAddresses(given).build());

    assertThat(service.getSpec().getPublishNotReadyAddresses()).isEqualTo(expected);
  }

  @Test
  void withoutDnsHostnamesThereIsNoService() {
    assertThat(DerivedObjects.of(withNetwork(null)).headlessService()).isEmpty();
    assertThat(DerivedObjects.of(withNetwork(new Network())).headlessService()).isEmpty();
    assertThat(
            DerivedObjects.of(withNetwork(network().withEnableDNSHostnames(false).build()))
                .headlessService())
        .isEmpty();
  }

  private static Service service(Network network) {
    return DerivedObjects.of(withNetwork(network)).headlessService().orElseThrow();
  }

  private static JobSet withNetwork(Network network) {
    return jobSet("js").editSpec().withNetwork(network).endSpec().build();
  }

  private static NetworkBuilder network() {
    return new NetworkBuilder().withEnableDNSHostnames(true);
  }
}
